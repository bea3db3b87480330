import { broadcastTo, div, elementwise, mul, noGrad, norm, square as squareOf } from "@piecewise/tensor";
import { select } from "@piecewise/expressions";
import { defineOptimizer } from "./optimizer.ts";
import { betasTooLarge, blend, weightsSum } from "./running-means.ts";

const running = elementwise("lamb", (mean, value, keep) => blend(mean, value, keep));
const divided = elementwise("lamb", (mean, square, epsilon) => mean.dividedBy(square.sqrt().plus(epsilon)));
/** How much longer a parameter is than its step; 1 where one of them is 0. */
const trust = elementwise("lamb", (own, step) =>
  select(own.greater(0).and(step.greater(0)), own.dividedBy(step), 1),
);

/**
 * AdamW with a step for each parameter tensor that is as long as the tensor itself, times the learning rate: for very large
 * batches. You et al., "Large batch optimization for deep learning", 2020.
 *
 * @example
 * const w = parameter([3, -4]);
 * lamb([w], { learningRate: 0.1, weightDecay: 0 }).step(backward(sum(mul(w, w))));
 * await w.array(); // [2.64645, -3.64645]
 */
export const lamb = defineOptimizer({
  name: "lamb",
  defaults: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-6, weightDecay: 0.01 },
  wrong: betasTooLarge,
  slots: ["mean", "square"],
  tensors: ({ param, grad, mean, square }, { beta1, beta2, epsilon, weightDecay, step }) =>
    noGrad(() => {
      const newMean = div(running(mean, grad, beta1), 1 - beta1 ** step);
      const newSquare = div(running(square, squareOf(grad), beta2), 1 - beta2 ** step);
      const direction = divided(newMean, newSquare, epsilon).add(mul(param, weightDecay));
      return { ratio: broadcastTo(trust(norm(param), norm(direction)), param.shape) };
    }),
  update({ param, grad, ratio, ...values }, { learningRate, beta1, beta2, epsilon, weightDecay, step }) {
    const mean = blend(values.mean, grad, beta1);
    const square = blend(values.square, grad.square(), beta2);
    const scale = square.dividedBy(weightsSum(beta2, step)).sqrt().plus(epsilon);
    const direction = mean.dividedBy(weightsSum(beta1, step)).dividedBy(scale).plus(param.times(weightDecay));
    return { param: param.minus(direction.times(ratio).times(learningRate)), mean, square };
  },
});
