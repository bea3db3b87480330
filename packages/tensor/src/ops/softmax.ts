import { along, axisOf } from "../axes.ts";
import { run } from "../run.ts";
import { requireFloat, type Tensor } from "../tensor.ts";
import { mul, sub } from "./arithmetic.ts";
import { exp } from "./exponential.ts";
import { sum } from "./reduce.ts";
import type { Shape } from "@piecewise/spec";

/** Along which axis the numbers compete; the last unless given. */
export interface AxisOption {
  readonly axis?: number;
}

/** eˣ / Σ eˣ along an axis: positive numbers that sum to 1. Stable for any finite x. */
export function softmax<S extends Shape>(x: Tensor<S>, options: AxisOption = {}): Tensor<S> {
  const axis = axisOf("softmax", options.axis ?? -1, x.shape);
  const y: Tensor = soften("softmax", x, axis, (g) => {
    const weighted = mul(g, y);
    return sub(weighted, mul(y, sum(weighted, { axis, keepDims: true })));
  });
  return y as Tensor<S>;
}

/** log(softmax(x)) along an axis, without the loss of precision of taking the logarithm afterwards. */
export function logSoftmax<S extends Shape>(x: Tensor<S>, options: AxisOption = {}): Tensor<S> {
  const axis = axisOf("logSoftmax", options.axis ?? -1, x.shape);
  const y: Tensor = soften("logSoftmax", x, axis, (g) =>
    sub(g, mul(exp(y), sum(g, { axis, keepDims: true }))),
  );
  return y as Tensor<S>;
}

function soften(
  name: "softmax" | "logSoftmax",
  x: Tensor,
  axis: number,
  rule: (g: Tensor) => Tensor,
): Tensor {
  requireFloat(name, x.dtype);
  const attributes = { logarithm: name === "logSoftmax", ...along(x.shape, axis) };
  return run({
    kernel: "softmax",
    name,
    inputs: [x],
    shape: x.shape,
    dtype: x.dtype,
    attributes,
    grads: [rule],
  });
}
