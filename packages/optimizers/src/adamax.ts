import { defineOptimizer } from "./optimizer.ts";
import { betasTooLarge, blend, weightsSum } from "./running-means.ts";

/**
 * Adam that divides by the largest gradient of late instead of the root of a mean square. Kingma and Ba, "Adam", 2015,
 * section 7.1.
 *
 * @example
 * const w = parameter([1, -1]);
 * adamax([w], { learningRate: 0.1 }).step(backward(sum(mul(w, w))));
 * await w.array(); // [0.9, -0.9]
 */
export const adamax = defineOptimizer({
  name: "adamax",
  defaults: { learningRate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  wrong: betasTooLarge,
  slots: ["mean", "largest"],
  update({ param, grad, ...values }, { learningRate, beta1, beta2, epsilon, weightDecay, step }) {
    const decayed = grad.plus(param.times(weightDecay));
    const mean = blend(values.mean, decayed, beta1);
    const largest = values.largest.times(beta2).maximum(decayed.absolute().plus(epsilon));
    const rate = learningRate.dividedBy(weightsSum(beta1, step));
    return { param: param.minus(mean.times(rate).dividedBy(largest)), mean, largest };
  },
});
