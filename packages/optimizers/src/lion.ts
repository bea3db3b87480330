import { defineOptimizer } from "./optimizer.ts";
import { betasTooLarge, blend } from "./running-means.ts";

/**
 * Steps of one size, in the direction of the sign of a running mean of gradients, with weight decay apart. Takes a learning
 * rate three to ten times smaller than Adam's. Chen et al., "Symbolic discovery of optimization algorithms", 2023.
 *
 * @example
 * const w = parameter([1, -5]);
 * lion([w], { learningRate: 0.1 }).step(backward(sum(mul(w, w))));
 * await w.array(); // [0.9, -4.9]
 */
export const lion = defineOptimizer({
  name: "lion",
  defaults: { learningRate: 0.0001, beta1: 0.9, beta2: 0.99, weightDecay: 0 },
  wrong: betasTooLarge,
  slots: ["mean"],
  update({ param, grad, mean }, { learningRate, beta1, beta2, weightDecay }) {
    const direction = blend(mean, grad, beta1).sign().plus(param.times(weightDecay));
    return { param: param.minus(direction.times(learningRate)), mean: blend(mean, grad, beta2) };
  },
});
