import { DTypeError, ShapeError, type DType, type PickAlongAxis, type Shape } from "@piecewise/spec";
import { along, axisOf } from "../axes.ts";
import { sameShape } from "../broadcast.ts";
import { arange, checkShape } from "../create.ts";
import { run } from "../run.ts";
import type { Tensor } from "../tensor.ts";
import type { AxisOption } from "./softmax.ts";
import { cast } from "./cast.ts";
import { equal } from "./comparison.ts";
import { expandDims, reshape } from "./reshape.ts";
import { slice } from "./views.ts";

/**
 * The rows that `indices` (int32, one axis) name along an axis, in that order.
 *
 * @example
 * await indexSelect(tensor([10, 20, 30]), tensor([2, 0], { dtype: "int32" })).array(); // [30,10]
 */
export function indexSelect(x: Tensor, indices: Tensor, options: AxisOption = {}): Tensor {
  const { axis, attributes } = rowsAlong("indexSelect", x, indices, options);
  return select(x, indices, x.shape.with(axis, indices.size), attributes);
}

/** What the kernels of picking rows are told; throws unless `indices` are a list. */
export function rowsAlong(operation: string, x: Tensor, indices: Tensor, options: AxisOption) {
  requireIndices(operation, indices);
  if (indices.rank !== 1) throw new ShapeError(operation, "indices need one axis", indices.shape);
  const axis = axisOf(operation, options.axis ?? 0, x.shape);
  return { axis, attributes: { ...along(x.shape, axis), count: indices.size } };
}

function select(x: Tensor, indices: Tensor, shape: Shape, attributes: PickAlongAxis): Tensor {
  const grads = [(g: Tensor) => addRows(g, indices, x.shape, attributes)];
  return run({ kernel: "indexSelect", inputs: [x, indices], shape, dtype: x.dtype, attributes, grads });
}

/** Zeros of `shape`, to which the rows of g are added where their indices say: the gradient of `indexSelect`. */
export function addRows(g: Tensor, indices: Tensor, shape: Shape, attributes: PickAlongAxis): Tensor {
  const grads = [(gg: Tensor) => select(gg, indices, g.shape, attributes)];
  return run({ kernel: "indexAdd", inputs: [g, indices], shape, dtype: g.dtype, attributes, grads });
}

/**
 * For each place of `indices` (int32, as many axes as x) the number that lies there along an axis. Along the other axes
 * there may be fewer indices than numbers.
 *
 * @example
 * const x = tensor([[1, 2], [3, 4]]);
 * await gather(x, tensor([[1], [0]], { dtype: "int32" }), { axis: 1 }).array(); // [[2],[3]]
 */
export function gather(x: Tensor, indices: Tensor, options: AxisOption = {}): Tensor {
  const { block, attributes } = picksAlong("gather", x, indices, options);
  const beside = sameShape(block, x.shape)
    ? x
    : slice(
        x,
        block.map((stop) => ({ stop })),
      );
  return pick(beside, indices, attributes);
}

/** Which part of x the indices speak of, and what the kernels are told; throws unless they are indices into x. */
export function picksAlong(operation: string, x: Tensor, indices: Tensor, options: AxisOption) {
  requireIndices(operation, indices);
  const axis = axisOf(operation, options.axis ?? 0, x.shape);
  const fits = indices.rank === x.rank && x.shape.every((size, a) => a === axis || size >= indices.shape[a]);
  if (!fits)
    throw new ShapeError(
      operation,
      `indices need as many axes, and no more entries beside axis ${axis}`,
      x.shape,
      indices.shape,
    );
  const block = indices.shape.with(axis, x.shape[axis]);
  return { axis, block, attributes: { ...along(block, axis), count: indices.shape[axis] } };
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
export function spread(g: Tensor, indices: Tensor, shape: Shape, attributes: PickAlongAxis): Tensor {
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
