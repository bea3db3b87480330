import { DTypeError, ShapeError, type DType, type PickAlongAxis, type Shape } from "@piecewise/spec";
import { along, axisOf } from "../axes.ts";
import { arange, checkShape } from "../create.ts";
import { run } from "../run.ts";
import type { Tensor } from "../tensor.ts";
import type { AxisOption } from "./softmax.ts";
import { cast } from "./cast.ts";
import { equal } from "./comparison.ts";
import { expandDims, reshape } from "./reshape.ts";

/**
 * The rows that `indices` (int32, one axis) name along an axis, in that order.
 *
 * @example
 * await indexSelect(tensor([10, 20, 30]), tensor([2, 0], { dtype: "int32" })).array(); // [30,10]
 */
export function indexSelect(x: Tensor, indices: Tensor, options: AxisOption = {}): Tensor {
  requireIndices("indexSelect", indices);
  if (indices.rank !== 1) throw new ShapeError("indexSelect", "indices need one axis", indices.shape);
  const axis = axisOf("indexSelect", options.axis ?? 0, x.shape);
  const attributes = { ...along(x.shape, axis), count: indices.size };
  return select(x, indices, x.shape.with(axis, indices.size), attributes);
}

function select(x: Tensor, indices: Tensor, shape: Shape, attributes: PickAlongAxis): Tensor {
  const grads = [(g: Tensor) => addRows(g, indices, x.shape, attributes)];
  return run({ kernel: "indexSelect", inputs: [x, indices], shape, dtype: x.dtype, attributes, grads });
}

function addRows(g: Tensor, indices: Tensor, shape: Shape, attributes: PickAlongAxis): Tensor {
  const grads = [(gg: Tensor) => select(gg, indices, g.shape, attributes)];
  return run({ kernel: "indexAdd", inputs: [g, indices], shape, dtype: g.dtype, attributes, grads });
}

/**
 * For each place of `indices` (int32, as many axes as x) the number that lies there along an axis.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]]);
 * await gather(x, tensor([[1], [0]], { dtype: "int32" }), { axis: 1 }).array(); // [[2],[3]]
 */
export function gather(x: Tensor, indices: Tensor, options: AxisOption = {}): Tensor {
  requireIndices("gather", indices);
  const axis = axisOf("gather", options.axis ?? 0, x.shape);
  const fits = indices.rank === x.rank && x.shape.every((size, a) => a === axis || size === indices.shape[a]);
  if (!fits)
    throw new ShapeError("gather", `sizes other than those of axis ${axis} differ`, x.shape, indices.shape);
  return pick(x, indices, { ...along(x.shape, axis), count: indices.shape[axis] });
}

/** For each place of `indices` the number of x that it names, in the shape of `indices`. */
export function pick(x: Tensor, indices: Tensor, attributes: PickAlongAxis): Tensor {
  const grads = [(g: Tensor) => spread(g, indices, x.shape, attributes)];
  return run({
    kernel: "gather",
    inputs: [x, indices],
    shape: indices.shape,
    dtype: x.dtype,
    attributes,
    grads,
  });
}

/** Zeros of `shape`, to which each number of g is added where its index says: the gradient of a gather. */
function spread(g: Tensor, indices: Tensor, shape: Shape, attributes: PickAlongAxis): Tensor {
  const grads = [(gg: Tensor) => reshape(pick(gg, indices, attributes), g.shape)];
  return run({ kernel: "scatterAdd", inputs: [g, indices], shape, dtype: g.dtype, attributes, grads });
}

/** The rows of a table [count, size] that indices (int32, any shape) name: shape [..., size]. */
export function embedding(table: Tensor, indices: Tensor): Tensor {
  requireIndices("embedding", indices);
  if (table.rank !== 2)
    throw new ShapeError("embedding", "the table needs two axes, [count, size]", table.shape);
  const rows = indexSelect(table, reshape(indices, [indices.size]));
  return reshape(rows, [...indices.shape, table.shape[1]]);
}

/** For each index a row of `classes` numbers, 1 at the index and 0 elsewhere. Indices outside give a row of zeros. */
export function oneHot<D extends DType = "float32">(
  indices: Tensor,
  classes: number,
  options: { readonly dtype?: D } = {},
): Tensor<Shape, D> {
  requireIndices("oneHot", indices);
  checkShape("oneHot", [classes]);
  const places = arange(0, classes, { dtype: "int32" });
  return cast(equal(expandDims(indices, -1), places), options.dtype ?? ("float32" as D));
}

function requireIndices(operation: string, indices: Tensor): void {
  if (indices.dtype !== "int32")
    throw new DTypeError(operation, `indices must be int32, got ${indices.dtype}; cast them`);
}
