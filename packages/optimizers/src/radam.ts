import { constant, select } from "@piecewise/expressions";
import { defineOptimizer } from "./optimizer.ts";
import { betasTooLarge, blend, weightsSum } from "./running-means.ts";

/**
 * Adam that does without the squares until it has seen enough of them, and then trusts them by degrees. Liu et al., "On the
 * variance of the adaptive learning rate and beyond", 2020.
 *
 * @example
 * const w = parameter([1, -1]);
 * radam([w], { learningRate: 0.1 }).step(backward(sum(mul(w, w))));
 * await w.array(); // [0.8, -0.8]
 */
export const radam = defineOptimizer({
  name: "radam",
  defaults: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  wrong: betasTooLarge,
  slots: ["mean", "square"],
  update({ param, grad, ...values }, { learningRate, beta1, beta2, epsilon, weightDecay, step }) {
    const decayed = grad.plus(param.times(weightDecay));
    const mean = blend(values.mean, decayed, beta1);
    const square = blend(values.square, decayed.square(), beta2);
    const correction = weightsSum(beta2, step);
    // How many squares the running mean amounts to: in the end, and at this step.
    const most = constant(2).dividedBy(constant(1).minus(beta2)).minus(1);
    const length = most.minus(step.times(beta2.power(step)).times(2).dividedBy(correction));
    const upTo = (n: typeof most) => n.minus(4).times(n.minus(2)).dividedBy(n);
    const rectified = upTo(length).dividedBy(upTo(most)).times(correction).sqrt();
    const scale = select(length.greater(5), rectified.dividedBy(square.sqrt().plus(epsilon)), 1);
    const rate = learningRate.dividedBy(weightsSum(beta1, step));
    return { param: param.minus(mean.times(rate).times(scale)), mean, square };
  },
});
