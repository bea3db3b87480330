import { DataError, ShapeError } from "@piecewise/spec";
import { along, axisOf } from "../axes.ts";
import { run } from "../run.ts";
import { requireTensor, type Tensor } from "../tensor.ts";
import { argmax, type ArgOptions } from "./along-axis.ts";
import { where } from "./arithmetic.ts";
import { isNaN } from "./comparison.ts";
import { gather } from "./indexing.ts";
import { any } from "./reduce.ts";
import { reshape, squeeze } from "./reshape.ts";
import type { AxisOption } from "./softmax.ts";
import { slice } from "./views.ts";

/** Along which axis to sort (the last unless given), and whether the largest number comes first. */
export interface SortOptions extends AxisOption {
  readonly descending?: boolean;
}

/** Numbers picked along an axis, and where they lay on it (int32). The gradient goes to where they lay. */
export interface Picked {
  readonly values: Tensor;
  readonly indices: Tensor;
}

/**
 * Where the smallest number along an axis lies, where the next, and so on, as int32. Equal numbers stay in their order; a
 * NaN is larger than all.
 *
 * @example
 * await argsort(tensor([3, 1, 2])).array(); // [1,2,0]
 */
export function argsort(x: Tensor, options: SortOptions = {}): Tensor {
  return order("argsort", x, options);
}

function order(name: string, x: Tensor, { axis = -1, descending = false }: SortOptions): Tensor {
  const at = axisOf(name, axis, requireTensor(name, x).shape);
  return run({
    kernel: "argSort",
    name,
    inputs: [x],
    shape: x.shape,
    dtype: "int32",
    attributes: { descending, ...along(x.shape, at) },
  });
}

/**
 * The numbers along an axis in the order of their size, and where they lay. Equal numbers stay in their order; a NaN is
 * larger than all.
 *
 * @example
 * const { values, indices } = sort(tensor([3, 1, 2]), { descending: true });
 * await values.array(); // [3,2,1]
 * await indices.array(); // [0,2,1]
 */
export function sort(x: Tensor, options: SortOptions = {}): Picked {
  const indices = order("sort", x, options);
  return { values: gather(x, indices, { axis: options.axis ?? -1 }), indices };
}

/**
 * The `count` largest numbers along an axis (the last unless given), the largest first, and where they lay; the smallest
 * with `largest: false`.
 *
 * @example
 * const { values, indices } = topK(tensor([3, 1, 2]), 2);
 * await values.array(); // [3,2]
 * await indices.array(); // [0,2]
 */
export function topK(
  x: Tensor,
  count: number,
  options: AxisOption & { readonly largest?: boolean } = {},
): Picked {
  const axis = axisOf("topK", options.axis ?? -1, requireTensor("topK", x).shape);
  const size = x.shape[axis];
  if (!Number.isInteger(count) || count < 0 || count > size)
    throw new ShapeError("topK", `count must be a whole number from 0 to ${size}, got ${count}`, x.shape);
  const sorted = order("topK", x, { axis, descending: options.largest ?? true });
  const indices = slice(
    sorted,
    x.shape.map((_, a) => (a === axis ? { stop: count } : null)),
  );
  return { values: gather(x, indices, { axis }), indices };
}

/**
 * The `k`-th smallest number along an axis (the last unless given), counted from 1, and where it lay.
 *
 * @example
 * await kthValue(tensor([30, 10, 20]), 2).values.item(); // 20
 */
export function kthValue(x: Tensor, k: number, options: ArgOptions = {}): Picked {
  const axis = axisOf("kthValue", options.axis ?? -1, requireTensor("kthValue", x).shape);
  const size = x.shape[axis];
  if (!Number.isInteger(k) || k < 1 || k > size)
    throw new DataError("kthValue", `k must be a whole number from 1 to ${size}, got ${k}`);
  return pickAt(x, placeOf("kthValue", x, axis, k - 1), axis, options);
}

/**
 * The number in the middle along an axis, or of all numbers; the lower of two. It is NaN where there is a NaN. Also where it
 * lay: on the axis, or among all numbers.
 *
 * @example
 * await median(tensor([5, 1, 3, 2])).values.item(); // 2
 */
export function median(x: Tensor, options: ArgOptions = {}): Picked {
  if (options.axis === undefined) return medianOfAll(x, options);
  const axis = axisOf("median", options.axis, requireTensor("median", x).shape);
  if (x.shape[axis] === 0) throw new ShapeError("median", "there is no number in the middle", x.shape);
  const middle = placeOf("median", x, axis, (x.shape[axis] - 1) >> 1);
  const kept = { axis, keepDims: true };
  // argmax finds the first NaN, if there is one.
  return pickAt(x, where(any(isNaN(x), kept), argmax(x, kept), middle), axis, options);
}

function medianOfAll(x: Tensor, { keepDims = false }: ArgOptions): Picked {
  const { values, indices } = median(reshape(x, [x.size]), { axis: 0 });
  const shape = keepDims ? x.shape.map(() => 1) : [];
  return { values: reshape(values, shape), indices: reshape(indices, shape) };
}

/** Where the number lies that `place` smaller ones come before; the axis stays with size 1. */
function placeOf(name: string, x: Tensor, axis: number, place: number): Tensor {
  return slice(
    order(name, x, { axis }),
    x.shape.map((_, a) => (a === axis ? { start: place, stop: place + 1 } : null)),
  );
}

function pickAt(x: Tensor, indices: Tensor, axis: number, { keepDims = false }: ArgOptions): Picked {
  const values = gather(x, indices, { axis });
  return keepDims ? { values, indices } : { values: squeeze(values, axis), indices: squeeze(indices, axis) };
}
