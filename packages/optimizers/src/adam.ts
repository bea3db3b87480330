import { constant, type Expression } from "@piecewise/expressions";
import { defineOptimizer } from "./optimizer.ts";

const defaults = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/**
 * Adam: steps scaled by running means of the gradient and of its square, both corrected for their start at 0. Kingma and
 * Ba, "Adam: a method for stochastic optimization", 2015. `weightDecay` is added to the gradient, as in PyTorch's Adam.
 *
 * @example
 * const w = parameter([1, -1]);
 * adam([w], { learningRate: 0.1 }).step(backward(sum(mul(w, w))));
 * await w.array(); // [0.9, -0.9]
 */
export const adam = defineOptimizer({
  name: "adam",
  defaults: { ...defaults, weightDecay: 0 },
  wrong: betasTooLarge,
  slots: ["mean", "square"],
  update({ param, grad, mean, square }, { weightDecay, ...options }) {
    return moments(param, grad.plus(param.times(weightDecay)), mean, square, options);
  },
});

/**
 * Adam with weight decay apart from the gradient: weights shrink by learningRate · weightDecay in each step, however the
 * gradients are scaled. Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.
 */
export const adamW = defineOptimizer({
  name: "adamW",
  defaults: { ...defaults, weightDecay: 0.01 },
  wrong: betasTooLarge,
  slots: ["mean", "square"],
  update({ param, grad, mean, square }, { weightDecay, ...options }) {
    const shrunk = param.minus(param.times(options.learningRate.times(weightDecay)));
    return moments(shrunk, grad, mean, square, options);
  },
});

function betasTooLarge({ beta1, beta2 }: { readonly beta1: number; readonly beta2: number }) {
  if (beta1 < 1 && beta2 < 1) return undefined;
  return `beta1 and beta2 must be below 1, got ${beta1} and ${beta2}`;
}

type Moments = Readonly<Record<keyof typeof defaults | "step", Expression>>;

function moments(
  param: Expression,
  grad: Expression,
  mean: Expression,
  square: Expression,
  { learningRate, beta1, beta2, epsilon, step }: Moments,
) {
  const one = constant(1);
  const newMean = mean.times(beta1).plus(grad.times(one.minus(beta1)));
  const newSquare = square.times(beta2).plus(grad.square().times(one.minus(beta2)));
  const rate = learningRate.dividedBy(one.minus(beta1.power(step)));
  const correction = one.minus(beta2.power(step)).sqrt().reciprocal();
  const scale = newSquare.sqrt().times(correction).plus(epsilon);
  return { param: param.minus(rate.times(newMean.dividedBy(scale))), mean: newMean, square: newSquare };
}
