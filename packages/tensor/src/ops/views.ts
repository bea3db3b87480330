import { ShapeError, sizeOf, stridesOf, type DType, type Shape, type View } from "@piecewise/spec";
import { axesOf, axisOf } from "../axes.ts";
import { broadcastShapes, broadcastStrides, sameShape } from "../broadcast.ts";
import { checkShape } from "../create.ts";
import { run } from "../run.ts";
import type { Tensor } from "../tensor.ts";
import type { Transposed } from "../shapes.ts";

/** Copies the elements that a view names. Its gradient puts them back where they came from: views here never overlap. */
export function copyFrom(name: string, x: Tensor, from: View): Tensor {
  const grads = [(g: Tensor) => placeInto(`${name}, gradient`, [g], x.shape, [from], 0)];
  return run({
    kernel: "copy",
    name,
    inputs: [x],
    shape: from.shape,
    dtype: x.dtype,
    attributes: { from },
    grads,
  });
}

/** Fills a tensor and writes each input to the elements that its view names. Its gradient copies them from there. */
export function placeInto(
  name: string,
  inputs: readonly Tensor[],
  shape: Shape,
  to: readonly View[],
  fill: number,
): Tensor {
  const grads = to.map((view) => (g: Tensor) => copyFrom(`${name}, gradient`, g, view));
  const attributes = { fill, size: sizeOf(shape), to };
  return run({ kernel: "place", name, inputs, shape, dtype: inputs[0].dtype, attributes, grads });
}

/**
 * The axes in another order; by default the last two change places.
 *
 * @example
 * transpose(zeros([2, 3])).shape; // [3,2]
 * transpose(zeros([2, 3, 4]), [2, 0, 1]).shape; // [4,2,3]
 */
export function transpose<const S extends Shape>(x: Tensor<S>): Tensor<Transposed<S>>;
export function transpose(x: Tensor, order?: readonly number[]): Tensor;
export function transpose(x: Tensor, order: readonly number[] = swapLastTwo(x)): Tensor {
  const axes = order.map((axis) => axisOf("transpose", axis, x.shape));
  if (axes.length !== x.rank || new Set(axes).size !== x.rank)
    throw new ShapeError("transpose", `the order [${order.join(", ")}] must name each axis once`, x.shape);
  const strides = stridesOf(x.shape);
  const from = { shape: axes.map((a) => x.shape[a]), strides: axes.map((a) => strides[a]), offset: 0 };
  const inverse = axes.map((_, axis) => axes.indexOf(axis));
  const grads = [(g: Tensor) => transpose(g, inverse)];
  return run({
    kernel: "copy",
    name: "transpose",
    inputs: [x],
    shape: from.shape,
    dtype: x.dtype,
    attributes: { from },
    grads,
  });
}

function swapLastTwo(x: Tensor): number[] {
  if (x.rank < 2) throw new ShapeError("transpose", "needs at least two axes", x.shape);
  return [...x.shape.keys()].slice(0, -2).concat(x.rank - 1, x.rank - 2);
}

/** The same numbers repeated along axes of size 1 and along new ones in front, to fill `shape`. */
export function broadcastTo<const S extends Shape, D extends DType>(
  x: Tensor<Shape, D>,
  shape: S,
): Tensor<S, D> {
  if (sameShape(x.shape, shape)) return x as Tensor as Tensor<S, D>;
  checkShape("broadcastTo", shape);
  if (!sameShape(broadcastShapes("broadcastTo", [x.shape, shape]), shape))
    throw new ShapeError("broadcastTo", "the target is smaller", x.shape, shape);
  const from = { shape, strides: broadcastStrides(x.shape, shape), offset: 0 };
  // `backward` sums what was repeated, as it does after every operation that broadcasts.
  const grads = [(g: Tensor) => g];
  return run({
    kernel: "copy",
    name: "broadcastTo",
    inputs: [x],
    shape,
    dtype: x.dtype,
    attributes: { from },
    grads,
  }) as Tensor<S, D>;
}

/** From where to where along an axis; negative numbers count from the end, as in Python. */
export interface Range {
  readonly start?: number;
  readonly stop?: number;
  /** Every how many; negative steps walk backwards. */
  readonly step?: number;
}

/**
 * A part of a tensor: one entry for each of the first axes, a number (that axis goes away), a range, or null for all of
 * the axis.
 *
 * @example
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * await slice(x, [null, { start: 1 }]).array(); // [[2,3],[5,6]]
 * await slice(x, [-1]).array(); // [4,5,6]
 */
export function slice(x: Tensor, ranges: readonly (Range | number | null)[]): Tensor {
  if (ranges.length > x.rank)
    throw new ShapeError("slice", `${ranges.length} ranges for ${x.rank} axes`, x.shape);
  const strides = stridesOf(x.shape);
  const view = { shape: [] as number[], strides: [] as number[], offset: 0 };
  x.shape.forEach((size, axis) => {
    const range = ranges[axis] ?? {};
    const stride = strides[axis];
    if (typeof range === "number") {
      view.offset += indexOf(range, size, axis, x.shape) * stride;
      return;
    }
    const { start, count, step } = resolveRange(range, size, axis, x.shape);
    view.offset += count > 0 ? start * stride : 0;
    view.shape.push(count);
    view.strides.push(step * stride);
  });
  return copyFrom("slice", x, view);
}

function indexOf(index: number, size: number, axis: number, shape: Shape): number {
  const counted = index < 0 ? index + size : index;
  if (Number.isInteger(index) && counted >= 0 && counted < size) return counted;
  throw new ShapeError(
    "slice",
    `index ${index} is outside of axis ${axis}, which has ${size} entries`,
    shape,
  );
}

function resolveRange(range: Range, size: number, axis: number, shape: Shape) {
  const { step = 1 } = range;
  const bounds = [range.start, range.stop, step].filter((n) => n !== undefined);
  if (step === 0 || !bounds.every(Number.isInteger))
    throw new ShapeError(
      "slice",
      `axis ${axis}: start, stop and step must be whole, and the step not 0`,
      shape,
    );
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const bound = (n: number) => Math.min(Math.max(n < 0 ? n + size : n, low), high);
  const start = range.start === undefined ? (step > 0 ? low : high) : bound(range.start);
  const stop = range.stop === undefined ? (step > 0 ? high : low) : bound(range.stop);
  return { start, step, count: Math.max(0, Math.ceil((stop - start) / step)) };
}

/** The axes read backwards: those named, or all. */
export function flip(x: Tensor, axis?: number | readonly number[]): Tensor {
  const axes = axesOf("flip", axis, x.shape);
  return slice(
    x,
    x.shape.map((_, a) => (axes.includes(a) ? { step: -1 } : null)),
  );
}

/** Equal parts along an axis, or parts of the given sizes. */
export function split(
  x: Tensor,
  parts: number | readonly number[],
  options: { readonly axis?: number } = {},
): Tensor[] {
  const axis = axisOf("split", options.axis ?? 0, x.shape);
  const size = x.shape[axis];
  const sizes = typeof parts === "number" ? Array.from({ length: parts }, () => size / parts) : parts;
  if (!sizes.every((n) => Number.isInteger(n) && n >= 0) || sizes.reduce((a, b) => a + b, 0) !== size)
    throw new ShapeError(
      "split",
      `parts of [${sizes.join(", ")}] do not make up the ${size} of axis ${axis}`,
      x.shape,
    );
  let start = 0;
  return sizes.map((n) => {
    const ranges = x.shape.map((_, a) => (a === axis ? { start, stop: start + n } : null));
    start += n;
    return slice(x, ranges);
  });
}

/** The numbers on the diagonal of the last two axes; `offset` above it, or below when negative. */
export function diagonal(x: Tensor, options: { readonly offset?: number } = {}): Tensor {
  if (x.rank < 2) throw new ShapeError("diagonal", "needs at least two axes", x.shape);
  const { offset = 0 } = options;
  const [rows, columns] = [x.shape[x.rank - 2], x.shape[x.rank - 1]];
  const count = Math.max(
    0,
    offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns),
  );
  const start = count === 0 ? 0 : offset >= 0 ? offset : -offset * columns;
  const shape = [...x.shape.slice(0, -2), count];
  return copyFrom("diagonal", x, {
    shape,
    strides: [...stridesOf(x.shape).slice(0, -2), columns + 1],
    offset: start,
  });
}
