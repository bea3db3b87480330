import { DTypeError, ShapeError, type Shape } from "@piecewise/spec";
import { axisOf } from "../axes.ts";
import { broadcastShapes, sameShape } from "../broadcast.ts";
import { ones } from "../create.ts";
import { requireTensor, type Tensor } from "../tensor.ts";
import { add, maximum, mul, sub, where } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { greater, notEqual } from "./comparison.ts";
import { addRows, gather, picksAlong, rowsAlong, spread } from "./indexing.ts";
import { concat } from "./join.ts";
import { pad } from "./pad.ts";
import { reshape } from "./reshape.ts";
import type { AxisOption } from "./softmax.ts";
import { argsort } from "./sort.ts";
import { broadcastTo, slice } from "./views.ts";

/**
 * `x` with other values at the places along an axis that `indices` (int32, as many axes as x) name: a tensor in the shape
 * of `indices`, or one number. Where a place is named twice, the last value stands, and only it gets the gradient.
 *
 * @example
 * const places = tensor([2, 0], { dtype: "int32" });
 * await scatter(zeros([4]), places, tensor([5, 7])).array(); // [7,0,5,0]
 */
export function scatter(
  x: Tensor,
  indices: Tensor,
  values: Tensor | number,
  options: AxisOption = {},
): Tensor {
  const { axis, block, attributes } = picksAlong("scatter", requireTensor("scatter", x), indices, options);
  if (typeof values === "number") {
    const hits = spread(ones(indices.shape, { dtype: "int32" }), indices, block, attributes);
    return where(greater(filledUp(hits, x.shape), 0), values, x);
  }
  requireValues("scatter", x, indices, values);
  if (indices.size === 0) return x;
  // For each place of the block, 1 + where its new value lies; 0 where it keeps its own.
  const sources = spread(placesOfLast(indices, axis), indices, block, attributes);
  const found = gather(values, maximum(sub(sources, 1), 0), { axis });
  return where(greater(filledUp(sources, x.shape), 0), filledUp(found, x.shape), x);
}

/** Zeros behind a block, as far as a shape goes. */
function filledUp(block: Tensor, shape: Shape): Tensor {
  if (sameShape(block.shape, shape)) return block;
  return pad(
    block,
    shape.map((size, axis) => [0, size - block.shape[axis]] as const),
  );
}

/** For each index 1 + its place along the axis, or 0 if one further on names the same. */
function placesOfLast(indices: Tensor, axis: number): Tensor {
  const order = argsort(indices, { axis });
  const sorted = gather(indices, order, { axis });
  const part = (range: { start?: number; stop?: number }) =>
    slice(
      sorted,
      sorted.shape.map((_, a) => (a === axis ? range : null)),
    );
  const differs = notEqual(part({ stop: -1 }), part({ start: 1 }));
  const end = ones(part({ start: -1 }).shape, { dtype: "bool" });
  const isLast = cast(concat([differs, end], { axis }), "int32");
  const { attributes } = picksAlong("scatter", indices, order, { axis });
  return spread(mul(add(order, 1), isLast), order, indices.shape, attributes);
}

/**
 * `x`, to which values are added at the places along an axis that `indices` (int32) name; places named twice get both. The
 * values have the shape of `indices`.
 *
 * @example
 * const places = tensor([2, 0, 2], { dtype: "int32" });
 * await scatterAdd(ones([3]), places, tensor([5, 7, 1])).array(); // [8,1,7]
 */
export function scatterAdd(x: Tensor, indices: Tensor, values: Tensor, options: AxisOption = {}): Tensor {
  const { block, attributes } = picksAlong("scatterAdd", requireTensor("scatterAdd", x), indices, options);
  requireValues("scatterAdd", x, indices, values);
  refuseBool("scatterAdd", x);
  return add(x, filledUp(spread(values, indices, block, attributes), x.shape));
}

/**
 * `x`, to whose rows along an axis the rows of `values` are added: row i to the row that `indices[i]` (int32) names.
 *
 * @example
 * const rows = tensor([1, 1], { dtype: "int32" });
 * await indexAdd(zeros([2, 2]), rows, tensor([[1, 2], [3, 4]])).array(); // [[0,0],[4,6]]
 */
export function indexAdd(x: Tensor, indices: Tensor, values: Tensor, options: AxisOption = {}): Tensor {
  const { axis, attributes } = rowsAlong("indexAdd", requireTensor("indexAdd", x), indices, options);
  const needed = x.shape.with(axis, indices.size);
  if (!sameShape(values.shape, needed))
    throw new ShapeError("indexAdd", "values need a row for each index", values.shape, needed);
  requireSameDType("indexAdd", x, values);
  refuseBool("indexAdd", x);
  return add(x, addRows(values, indices, x.shape, attributes));
}

/**
 * As `gather`, after x and `indices` (int32) have been broadcast to one shape but for the axis; without an axis, of all
 * numbers in row-major order.
 *
 * @example
 * const x = tensor([[10, 20], [30, 40]]);
 * await takeAlongAxis(x, tensor([[1]], { dtype: "int32" }), { axis: 1 }).array(); // [[20],[40]]
 * await takeAlongAxis(x, tensor([3, 0], { dtype: "int32" })).array(); // [40,10]
 */
export function takeAlongAxis(x: Tensor, indices: Tensor, options: AxisOption = {}): Tensor {
  requireTensor("takeAlongAxis", x);
  if (options.axis === undefined) return gather(reshape(x, [x.size]), reshape(indices, [indices.size]));
  const axis = axisOf("takeAlongAxis", options.axis, x.shape);
  if (indices.rank !== x.rank)
    throw new ShapeError("takeAlongAxis", "indices need as many axes", x.shape, indices.shape);
  const beside = broadcastShapes("takeAlongAxis", [x.shape.with(axis, 1), indices.shape.with(axis, 1)]);
  const meet = (t: Tensor) => broadcastTo(t, beside.with(axis, t.shape[axis]));
  return gather(meet(x), meet(indices), { axis });
}

function requireValues(operation: string, x: Tensor, indices: Tensor, values: Tensor): void {
  if (!sameShape(values.shape, indices.shape))
    throw new ShapeError(operation, "values need the shape of the indices", values.shape, indices.shape);
  requireSameDType(operation, x, values);
}

function requireSameDType(operation: string, x: Tensor, values: Tensor): void {
  if (values.dtype !== x.dtype)
    throw new DTypeError(operation, `the values are ${values.dtype}, but the tensor ${x.dtype}; cast one`);
}

function refuseBool(operation: string, x: Tensor): void {
  if (x.dtype === "bool") throw new DTypeError(operation, "adds numbers, got bool; cast to int32 first");
}
