import type { Expression } from "@piecewise/expressions";
import { defineOptimizer } from "./optimizer.ts";
import { betasTooLarge, blend, weightsSum } from "./running-means.ts";

const defaults = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/**
 * Adam: steps scaled by running means of the gradient and of its square, both corrected for their start at 0. Kingma and
 * Ba, "Adam: a method for stochastic optimization", 2015. `weightDecay` is added to the gradient, as in PyTorch's Adam;
 * `amsgrad` divides by the largest of the squares so far (Reddi, Kale and Kumar, 2018).
 *
 * @example
 * const w = parameter([1, -1]);
 * adam([w], { learningRate: 0.1 }).step(backward(sum(mul(w, w))));
 * await w.array(); // [0.9, -0.9]
 */
export const adam = defineOptimizer({
  name: "adam",
  defaults: { ...defaults, weightDecay: 0, amsgrad: false },
  wrong: betasTooLarge,
  slots: ["mean", "square"],
  slotsWhen: { maximumSquare: ({ amsgrad }) => amsgrad },
  update({ grad, ...values }, options) {
    return moments({ ...values, grad: grad.plus(values.param.times(options.weightDecay)) }, options);
  },
});

/**
 * Adam with weight decay apart from the gradient: weights shrink by learningRate · weightDecay in each step, however the
 * gradients are scaled. Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.
 *
 * @example
 * const w = parameter([1, -1]);
 * adamW([w], { learningRate: 0.1, weightDecay: 0.5 }).step(backward(sum(mul(w, w))));
 * await w.array(); // [0.85, -0.85]
 */
export const adamW = defineOptimizer({
  name: "adamW",
  defaults: { ...defaults, weightDecay: 0.01, amsgrad: false },
  wrong: betasTooLarge,
  slots: ["mean", "square"],
  slotsWhen: { maximumSquare: ({ amsgrad }) => amsgrad },
  update({ param, ...values }, options) {
    const shrunk = param.minus(param.times(options.learningRate.times(options.weightDecay)));
    return moments({ ...values, param: shrunk }, options);
  },
});

type Values = Readonly<Record<"param" | "grad" | "mean" | "square", Expression>> & {
  readonly maximumSquare?: Expression | undefined;
};

function moments(values: Values, options: Readonly<Record<keyof typeof defaults | "step", Expression>>) {
  const { param, grad, maximumSquare } = values;
  const { learningRate, beta1, beta2, epsilon, step } = options;
  const mean = blend(values.mean, grad, beta1);
  const square = blend(values.square, grad.square(), beta2);
  const largest = maximumSquare === undefined ? square : maximumSquare.maximum(square);
  const correction = weightsSum(beta2, step).sqrt().reciprocal();
  const scale = largest.sqrt().times(correction).plus(epsilon);
  const rate = learningRate.dividedBy(weightsSum(beta1, step));
  return { param: param.minus(rate.times(mean.dividedBy(scale))), mean, square, maximumSquare: largest };
}
