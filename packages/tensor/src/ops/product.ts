import { axesOf } from "../axes.ts";
import { ones } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { concat } from "./join.ts";
import type { ReduceOptions } from "./reduce.ts";
import { reshape } from "./reshape.ts";
import { slice } from "./views.ts";

/**
 * The product over axes; bool is counted as int32. The product of nothing is 1. Halves are multiplied with each other
 * until one row is left, so gradients of every order are right where factors are 0, too.
 */
export function prod(x: Tensor, options: ReduceOptions = {}): Tensor {
  const axes = axesOf("prod", options.axis, x.shape);
  let y = x.dtype === "bool" ? cast(x, "int32") : x;
  for (const axis of axes) y = productAlong(y, axis);
  return options.keepDims === true
    ? y
    : reshape(
        y,
        x.shape.filter((_, axis) => !axes.includes(axis)),
      );
}

function productAlong(x: Tensor, axis: number): Tensor {
  const size = x.shape[axis];
  if (size === 1) return x;
  if (size % 2 === 1 || size === 0)
    return productAlong(concat([x, ones(x.shape.with(axis, 1), { dtype: x.dtype })], { axis }), axis);
  const half = (start: number) =>
    slice(
      x,
      x.shape.map((_, a) => (a === axis ? { start, stop: start + size / 2 } : null)),
    );
  return productAlong(mul(half(0), half(size / 2)), axis);
}
