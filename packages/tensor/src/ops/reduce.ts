import { ShapeError } from "@piecewise/spec";
import { along, axesOf } from "../axes.ts";
import { isFloat } from "../promotion.ts";
import { run } from "../run.ts";
import type { GradientRule, Tensor } from "../tensor.ts";
import { div, mul } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { equal, notEqual } from "./comparison.ts";
import { reshape } from "./reshape.ts";
import { broadcastTo, transpose } from "./views.ts";

/** Over which axes to reduce (all unless given), and whether they stay with size 1. */
export interface ReduceOptions {
  readonly axis?: number | readonly number[];
  readonly keepDims?: boolean;
}

/** The sum over axes; bool is counted as int32. The sum of nothing is 0. */
export function sum(x: Tensor, options?: { readonly keepDims?: false }): Tensor<readonly []>;
export function sum(x: Tensor, options?: ReduceOptions): Tensor;
export function sum(x: Tensor, options: ReduceOptions = {}): Tensor {
  return reduce(
    "sum",
    x.dtype === "bool" ? cast(x, "int32") : x,
    options,
    (from) => (g) => broadcastTo(g, from.shape),
  );
}

/** The mean over axes; integers give float32, and so does bool. */
export function mean(x: Tensor, options?: { readonly keepDims?: false }): Tensor<readonly []>;
export function mean(x: Tensor, options?: ReduceOptions): Tensor;
export function mean(x: Tensor, options: ReduceOptions = {}): Tensor {
  const count = countOver("mean", x, options);
  return div(sum(isFloat(x.dtype) ? x : cast(x, "float32"), options), count);
}

/** How many numbers each result of a reduction is made of. */
export function countOver(operation: string, x: Tensor, options: ReduceOptions): number {
  return axesOf(operation, options.axis, x.shape).reduce((count, axis) => count * x.shape[axis], 1);
}

/** The largest number over axes; NaN wins. Equal largest ones share the gradient. */
export function max(x: Tensor, options?: { readonly keepDims?: false }): Tensor<readonly []>;
export function max(x: Tensor, options?: ReduceOptions): Tensor;
export function max(x: Tensor, options: ReduceOptions = {}): Tensor {
  return extremum("max", x, options);
}

/** The smallest number over axes; NaN wins. Equal smallest ones share the gradient. */
export function min(x: Tensor, options?: { readonly keepDims?: false }): Tensor<readonly []>;
export function min(x: Tensor, options?: ReduceOptions): Tensor;
export function min(x: Tensor, options: ReduceOptions = {}): Tensor {
  return extremum("min", x, options);
}

function extremum(operation: "max" | "min", x: Tensor, options: ReduceOptions): Tensor {
  const axes = axesOf(operation, options.axis, x.shape);
  if (countOver(operation, x, options) === 0)
    throw new ShapeError(operation, "there is nothing to compare", x.shape);
  if (neighbours(axes).length > 1) return scattered(operation, x, axes, options.keepDims ?? false);
  const rule: ReduceRule = (from, y) => (g) => {
    const chosen = cast(equal(from, y), g.dtype);
    return mul(g, div(chosen, sum(chosen, { axis: axes, keepDims: true })));
  };
  return reduce(operation, x, options, rule);
}

/** An extremum over axes that are no neighbours: they are moved to the end first, so that ties are counted together. */
function scattered(operation: "max" | "min", x: Tensor, axes: readonly number[], keepDims: boolean): Tensor {
  const others = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  const y = extremum(operation, transpose(x, [...others, ...axes]), {
    axis: axes.map((_, i) => i - axes.length),
  });
  return keepDims
    ? reshape(
        y,
        x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
      )
    : y;
}

/** Whether any number over axes is true (not 0), as bool. */
export function any(x: Tensor, options: ReduceOptions = {}): Tensor {
  const truths = x.dtype === "bool" ? x : notEqual(x, 0);
  return countOver("any", x, options) === 0 ? notEqual(sum(x, options), 0) : reduce("max", truths, options);
}

/** Whether all numbers over axes are true (not 0), as bool. */
export function all(x: Tensor, options: ReduceOptions = {}): Tensor {
  const truths = x.dtype === "bool" ? x : notEqual(x, 0);
  return countOver("all", x, options) === 0 ? equal(sum(x, options), 0) : reduce("min", truths, options);
}

/** The gradient of one reduction, from its input and its output (reduced axes kept with size 1). */
type ReduceRule = (from: Tensor, y: Tensor) => GradientRule;

/** Reduces one group of neighbouring axes after the other, the last first. */
function reduce(
  operation: "sum" | "max" | "min",
  x: Tensor,
  options: ReduceOptions,
  rule?: ReduceRule,
): Tensor {
  const axes = axesOf(operation, options.axis, x.shape);
  let y = x;
  for (const group of neighbours(axes).reverse()) y = reduceNeighbours(operation, y, group, rule);
  return options.keepDims === true
    ? y
    : reshape(
        y,
        x.shape.filter((_, axis) => !axes.includes(axis)),
      );
}

function reduceNeighbours(
  operation: "sum" | "max" | "min",
  x: Tensor,
  axes: readonly number[],
  rule: ReduceRule | undefined,
): Tensor {
  const y: Tensor = run({
    kernel: "reduce",
    name: operation,
    inputs: [x],
    shape: x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
    dtype: x.dtype,
    attributes: { operation, ...along(x.shape, axes[0], axes.length) },
    ...(rule === undefined ? {} : { grads: [(g: Tensor) => rule(x, y)(g)] }),
  });
  return y;
}

/** Axes in runs of neighbours: [0, 2, 3] → [[0], [2, 3]]. */
function neighbours(axes: readonly number[]): number[][] {
  const groups: number[][] = [];
  for (const axis of axes) {
    const last = groups.at(-1);
    if (last?.at(-1) === axis - 1) last.push(axis);
    else groups.push([axis]);
  }
  return groups;
}
