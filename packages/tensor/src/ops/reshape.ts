import { ShapeError, type DType, type Shape } from "@piecewise/spec";
import { axesOf, axisOf } from "../axes.ts";
import { sameShape } from "../broadcast.ts";
import { checkShape } from "../create.ts";
import { view } from "../run.ts";
import type { Tensor } from "../tensor.ts";

/**
 * The same numbers in another shape. One size may be −1: it is what remains. Nothing is copied.
 *
 * @example
 * reshape(zeros([2, 6]), [3, -1]).shape; // [3,4]
 */
export function reshape<const S extends Shape, D extends DType>(x: Tensor<Shape, D>, shape: S): Tensor<S, D> {
  const sizes = resolve(x, shape);
  if (sameShape(sizes, x.shape)) return x as Tensor as Tensor<S, D>;
  return view("reshape", x, sizes, (g) => reshape(g, x.shape)) as Tensor<S, D>;
}

function resolve(x: Tensor, shape: Shape): Shape {
  const unknown = shape.indexOf(-1);
  if (unknown !== shape.lastIndexOf(-1))
    throw new ShapeError("reshape", "only one size may be −1", x.shape, shape);
  checkShape("reshape", unknown < 0 ? shape : shape.with(unknown, 0));
  const known = shape.reduce((product, size, axis) => (axis === unknown ? product : product * size), 1);
  const sizes = unknown < 0 ? shape : shape.with(unknown, known === 0 ? 0 : x.size / known);
  if (sizes.every(Number.isInteger) && sizes.reduce((a, b) => a * b, 1) === x.size) return sizes;
  throw new ShapeError("reshape", `${x.size} numbers do not fill the new shape`, x.shape, shape);
}

/** Removes axes of size 1: those named, or all of them. */
export function squeeze(x: Tensor, axis?: number | readonly number[]): Tensor {
  const removed = axesOf("squeeze", axis, x.shape).filter((a) => axis !== undefined || x.shape[a] === 1);
  const wide = removed.find((a) => x.shape[a] !== 1);
  if (wide !== undefined)
    throw new ShapeError("squeeze", `axis ${wide} has size ${x.shape[wide]}, not 1`, x.shape);
  return reshape(
    x,
    x.shape.filter((_, a) => !removed.includes(a)),
  );
}

/** Adds an axis of size 1 before axis `axis`; −1 adds it at the end. */
export function expandDims(x: Tensor, axis: number): Tensor {
  const at = axisOf("expandDims", axis, [...x.shape, 1]);
  return reshape(x, x.shape.toSpliced(at, 0, 1));
}

/** All axes from `from` on as one: [n, c, h, w] → [n, c·h·w] by default. */
export function flatten(x: Tensor, from = 1): Tensor {
  const start = from === x.rank ? from : axisOf("flatten", from, x.shape);
  return reshape(x, [...x.shape.slice(0, start), x.shape.slice(start).reduce((a, b) => a * b, 1)]);
}
