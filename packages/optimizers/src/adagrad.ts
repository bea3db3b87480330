import { constant, select } from "@piecewise/expressions";
import { defineOptimizer } from "./optimizer.ts";

/**
 * Steps divided by the root of the sum of all squared gradients so far: rare features keep their pace. Duchi, Hazan and
 * Singer, "Adaptive subgradient methods", 2011.
 *
 * @example
 * const w = parameter([1, -1]);
 * adagrad([w], { learningRate: 0.1 }).step(backward(sum(mul(w, w))));
 * await w.array(); // [0.9, -0.9]
 */
export const adagrad = defineOptimizer({
  name: "adagrad",
  defaults: {
    learningRate: 0.01,
    learningRateDecay: 0,
    weightDecay: 0,
    initialAccumulator: 0,
    epsilon: 1e-10,
  },
  slots: ["sum"],
  update({ param, grad, ...values }, options) {
    const { learningRate, learningRateDecay, weightDecay, initialAccumulator, epsilon, step } = options;
    const decayed = grad.plus(param.times(weightDecay));
    const sum = select(step.equal(1), initialAccumulator, values.sum).plus(decayed.square());
    const rate = learningRate.dividedBy(constant(1).plus(step.minus(1).times(learningRateDecay)));
    return { param: param.minus(decayed.times(rate).dividedBy(sum.sqrt().plus(epsilon))), sum };
  },
});
