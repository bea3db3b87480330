import { formula, input } from "@piecewise/expressions";
import type { DType, Shape } from "@piecewise/spec";
import { isFloat } from "../promotion.ts";
import { run } from "../run.ts";
import type { Tensor } from "../tensor.ts";

const identity = formula([input(0)], 1);

/** The same numbers as another dtype. Fractions are cut off towards 0 for int32; anything but 0 is true for bool. */
export function cast<S extends Shape, D extends DType>(x: Tensor<S>, dtype: D): Tensor<S, D> {
  const attributes = { formula: identity, scalars: [], shape: [x.size], strides: [[1]] };
  const grads = isFloat(dtype) ? { grads: [(g: Tensor) => g] } : {};
  return run({
    kernel: "map",
    name: "cast",
    inputs: [x],
    shape: x.shape,
    dtype,
    attributes,
    ...grads,
  }) as Tensor<S, D>;
}
