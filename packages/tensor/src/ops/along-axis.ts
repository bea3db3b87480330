import { ShapeError } from "@piecewise/spec";
import { along, axisOf } from "../axes.ts";
import { run } from "../run.ts";
import type { Tensor } from "../tensor.ts";
import { cast } from "./cast.ts";
import { reshape } from "./reshape.ts";

/** Along which axis to search; all numbers in row-major order unless given. */
export interface ArgOptions {
  readonly axis?: number;
  readonly keepDims?: boolean;
}

/** Where the first largest number lies, as int32; a NaN counts as the largest. */
export function argmax(x: Tensor, options: ArgOptions = {}): Tensor {
  return argExtremum("max", x, options);
}

/** Where the first smallest number lies, as int32; a NaN counts as the smallest. */
export function argmin(x: Tensor, options: ArgOptions = {}): Tensor {
  return argExtremum("min", x, options);
}

function argExtremum(operation: "max" | "min", x: Tensor, { axis, keepDims = false }: ArgOptions): Tensor {
  const name = `arg${operation}`;
  if (axis === undefined) {
    const all = argExtremum(operation, reshape(x, [x.size]), { axis: 0 });
    return keepDims
      ? reshape(
          all,
          x.shape.map(() => 1),
        )
      : all;
  }
  const at = axisOf(name, axis, x.shape);
  if (x.shape[at] === 0)
    throw new ShapeError(name, `there is nothing to compare along axis ${axis}`, x.shape);
  const shape = keepDims ? x.shape.with(at, 1) : x.shape.toSpliced(at, 1);
  const attributes = { operation, ...along(x.shape, at) };
  return run({ kernel: "argReduce", name, inputs: [x], shape, dtype: "int32", attributes });
}

/** The sum of each number and all before it along an axis (`reverse`: all after it). */
export function cumulativeSum(
  x: Tensor,
  options: { readonly axis?: number; readonly reverse?: boolean } = {},
): Tensor {
  const { axis = 0, reverse = false } = options;
  const numbers = x.dtype === "bool" ? cast(x, "int32") : x;
  const attributes = { reverse, ...along(x.shape, axisOf("cumulativeSum", axis, x.shape)) };
  const grads = [(g: Tensor) => cumulativeSum(g, { axis, reverse: !reverse })];
  return run({
    kernel: "cumulativeSum",
    inputs: [numbers],
    shape: x.shape,
    dtype: numbers.dtype,
    attributes,
    grads,
  });
}
