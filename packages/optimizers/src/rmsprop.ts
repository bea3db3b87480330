import { defineOptimizer } from "./optimizer.ts";
import { blend } from "./running-means.ts";

/**
 * Steps divided by the root of a running mean of squared gradients; `centered` takes the square of their mean off it (Graves
 * 2013), and `momentum` lets steps add up. Tieleman and Hinton, lecture 6.5 of "Neural networks for machine learning", 2012.
 *
 * @example
 * const w = parameter([1, -1]);
 * rmsprop([w]).step(backward(sum(mul(w, w))));
 * await w.array(); // [0.9, -0.9]
 */
export const rmsprop = defineOptimizer({
  name: "rmsprop",
  defaults: { learningRate: 0.01, alpha: 0.99, epsilon: 1e-8, weightDecay: 0, momentum: 0, centered: false },
  slots: ["square"],
  slotsWhen: { mean: ({ centered }) => centered, velocity: ({ momentum }) => momentum > 0 },
  update({ param, grad, ...values }, { learningRate, alpha, epsilon, weightDecay, momentum }) {
    const decayed = grad.plus(param.times(weightDecay));
    const square = blend(values.square, decayed.square(), alpha);
    const mean = values.mean && blend(values.mean, decayed, alpha);
    const variance = mean === undefined ? square : square.minus(mean.square());
    const step = decayed.dividedBy(variance.sqrt().plus(epsilon));
    const velocity = values.velocity?.times(momentum).plus(step) ?? step;
    return { param: param.minus(velocity.times(learningRate)), square, mean, velocity };
  },
});
