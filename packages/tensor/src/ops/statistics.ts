import { select } from "@piecewise/expressions";
import { elementwise } from "../elementwise.ts";
import { stopGradient } from "../grad.ts";
import { axesOf } from "../axes.ts";
import { requireFloat, type Tensor } from "../tensor.ts";
import { abs, add, div, square, sub, where } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { isFinite, notEqual } from "./comparison.ts";
import { exp, log } from "./exponential.ts";
import { countOver, max, mean, min, sum, type ReduceOptions } from "./reduce.ts";
import { reshape } from "./reshape.ts";

/** `correction` is taken off the number of values: 1 (the default) for a sample, 0 for a whole population. */
export interface VarianceOptions extends ReduceOptions {
  readonly correction?: number;
}

/** The mean squared distance from the mean, over axes. */
export function variance(x: Tensor, options: VarianceOptions = {}): Tensor {
  return spread("variance", x, options);
}

/** The square root of the variance, over axes. */
export function standardDeviation(x: Tensor, options: VarianceOptions = {}): Tensor {
  return rootOrZero(spread("standardDeviation", x, options));
}

function spread(operation: string, x: Tensor, options: VarianceOptions): Tensor {
  const count = countOver(operation, x, options);
  const centred = sub(x, mean(x, { ...options, keepDims: true }));
  return div(sum(square(centred), options), Math.max(0, count - (options.correction ?? 1)));
}

/** √x, and x to another power, whose derivative at 0 is 0 instead of ∞: the subgradient that norms use. */
const rootOrZero = elementwise("rootOrZero", (x) => select(x.equal(0), 0, x.sqrt()));
const powerFrom = elementwise(
  "powerFrom",
  (x, { exponent, atZero }) => select(x.equal(0), atZero, x.power(exponent)),
  { exponent: 1, atZero: 0 },
);
const raise = (x: Tensor, exponent: number) =>
  powerFrom(x, { exponent, atZero: exponent > 0 ? 0 : Infinity });

/** log Σ eˣ over axes, without overflow: the largest value is taken out first. */
export function logSumExp(x: Tensor, options: ReduceOptions = {}): Tensor {
  axesOf("logSumExp", options.axis, x.shape);
  const largest = stopGradient(max(x, { ...options, keepDims: true }));
  const shift = where(isFinite(largest), largest, 0);
  const total = sum(exp(sub(x, shift)), options);
  return add(log(total), reshape(shift, total.shape));
}

/**
 * A norm over axes: (Σ |x|ᵖ)^(1/p) for `order` p, 2 unless given. ∞ gives the largest magnitude, −∞ the smallest, and 0
 * counts what is not 0.
 */
export function norm(x: Tensor, options: ReduceOptions & { readonly order?: number } = {}): Tensor {
  requireFloat("norm", x.dtype);
  axesOf("norm", options.axis, x.shape);
  const { order = 2 } = options;
  if (order === 2) return rootOrZero(sum(square(x), options));
  if (order === 1) return sum(abs(x), options);
  if (order === 0) return sum(cast(notEqual(x, 0), x.dtype), options);
  if (Math.abs(order) === Infinity) return (order > 0 ? max : min)(abs(x), options);
  return raise(sum(raise(abs(x), order), options), 1 / order);
}
