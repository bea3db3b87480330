import { select } from "@piecewise/expressions";
import { elementwise } from "../elementwise.ts";
import { stopGradient } from "../grad.ts";
import type { Tensor } from "../tensor.ts";
import { abs, add, div, pow, square, sub, where } from "./arithmetic.ts";
import { isFinite } from "./comparison.ts";
import { exp, log } from "./exponential.ts";
import { countOver, max, mean, sum, type ReduceOptions } from "./reduce.ts";
import { reshape } from "./reshape.ts";

/** `correction` is taken off the number of values: 1 (the default) for a sample, 0 for a whole population. */
export interface VarianceOptions extends ReduceOptions {
  readonly correction?: number;
}

/** The mean squared distance from the mean, over axes. */
export function variance(x: Tensor, options: VarianceOptions = {}): Tensor {
  const { correction = 1 } = options;
  const centred = sub(x, mean(x, { ...options, keepDims: true }));
  return div(sum(square(centred), options), Math.max(0, countOver("variance", x, options) - correction));
}

/** The square root of the variance, over axes. */
export function standardDeviation(x: Tensor, options: VarianceOptions = {}): Tensor {
  return rootOrZero(variance(x, options));
}

/** √x whose derivative at 0 is 0 instead of ∞: the subgradient that norms use. */
const rootOrZero = elementwise("rootOrZero", (x) => select(x.equal(0), 0, x.sqrt()));

/** log Σ eˣ over axes, without overflow: the largest value is taken out first. */
export function logSumExp(x: Tensor, options: ReduceOptions = {}): Tensor {
  const largest = stopGradient(max(x, { ...options, keepDims: true }));
  const shift = where(isFinite(largest), largest, 0);
  const total = sum(exp(sub(x, shift)), options);
  return add(log(total), reshape(shift, total.shape));
}

/** A norm over axes: (Σ |x|ᵖ)^(1/p) for `order` p, 2 unless given; ∞ gives the largest magnitude. */
export function norm(x: Tensor, options: ReduceOptions & { readonly order?: number } = {}): Tensor {
  const { order = 2 } = options;
  if (order === 2) return rootOrZero(sum(square(x), options));
  if (order === 1) return sum(abs(x), options);
  if (order === Infinity) return max(abs(x), options);
  return pow(sum(pow(abs(x), order), options), 1 / order);
}
