import { ShapeError, stridesOf, type Shape, type View } from "@piecewise/spec";
import { axisOf } from "../axes.ts";
import { sameShape } from "../broadcast.ts";
import { widestDType } from "../promotion.ts";
import type { Tensor } from "../tensor.ts";
import { cast } from "./cast.ts";
import { expandDims, reshape } from "./reshape.ts";
import { broadcastTo, placeInto } from "./views.ts";

/** Tensors one after the other along an axis. */
export function concat(tensors: readonly Tensor[], options: { readonly axis?: number } = {}): Tensor {
  const first = tensors[0];
  if (first === undefined) throw new ShapeError("concat", "needs at least one tensor");
  const axis = axisOf("concat", options.axis ?? 0, first.shape);
  for (const { shape } of tensors)
    if (shape.length !== first.rank || shape.some((size, a) => a !== axis && size !== first.shape[a]))
      throw new ShapeError("concat", `sizes other than those of axis ${axis} differ`, first.shape, shape);
  const shape = first.shape.with(
    axis,
    tensors.reduce((sum, x) => sum + x.shape[axis], 0),
  );
  const strides = stridesOf(shape);
  let start = 0;
  const to = tensors.map((x): View => {
    const view = { shape: x.shape, strides, offset: start * strides[axis] };
    start += x.shape[axis];
    return view;
  });
  const dtype = widestDType(tensors.map((x) => x.dtype));
  return placeInto(
    "concat",
    tensors.map((x) => (x.dtype === dtype ? x : cast(x, dtype))),
    shape,
    to,
    0,
  );
}

/** Tensors of one shape, side by side along a new axis. */
export function stack(tensors: readonly Tensor[], options: { readonly axis?: number } = {}): Tensor {
  const first = tensors[0];
  if (first === undefined) throw new ShapeError("stack", "needs at least one tensor");
  for (const { shape } of tensors)
    if (!sameShape(shape, first.shape))
      throw new ShapeError("stack", "the shapes differ", first.shape, shape);
  const at = axisOf("stack", options.axis ?? 0, [...first.shape, 1]);
  return concat(
    tensors.map((x) => expandDims(x, at)),
    { axis: at },
  );
}

/** The tensor repeated: `counts[axis]` times along each axis. */
export function tile(x: Tensor, counts: readonly number[]): Tensor {
  if (counts.length < x.rank || !counts.every((n) => Number.isInteger(n) && n >= 0))
    throw new ShapeError("tile", `needs a whole count for each axis, got [${counts.join(", ")}]`, x.shape);
  const sizes: Shape = [...new Array<number>(counts.length - x.rank).fill(1), ...x.shape];
  const apart = reshape(
    x,
    sizes.flatMap((size) => [1, size]),
  );
  const repeated = broadcastTo(
    apart,
    sizes.flatMap((size, axis) => [counts[axis], size]),
  );
  return reshape(
    repeated,
    sizes.map((size, axis) => size * counts[axis]),
  );
}
