import { axisOf } from "../axes.ts";
import { arange } from "../create.ts";
import { requireFloat, requireTensor, type Tensor } from "../tensor.ts";
import { maximum, minimum, mul, where } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { equal, isNaN, logicalOr } from "./comparison.ts";
import { gather } from "./indexing.ts";
import { concat } from "./join.ts";
import { logAddExp } from "./logarithms.ts";
import { reshape } from "./reshape.ts";
import type { Picked } from "./sort.ts";
import { slice, type Range } from "./views.ts";

/** Along which axis to go; the first unless given, as for `cumulativeSum`. */
export interface ScanOptions {
  readonly axis?: number;
}

/**
 * The product of each number and all before it along an axis; bool is counted as int32. Gradients of every order are right
 * where factors are 0, too.
 *
 * @example
 * await cumulativeProduct(tensor([2, 3, 4])).array(); // [2,6,24]
 */
export function cumulativeProduct(x: Tensor, options: ScanOptions = {}): Tensor {
  const numbers = requireTensor("cumulativeProduct", x).dtype === "bool" ? cast(x, "int32") : x;
  return scan("cumulativeProduct", numbers, options, mul);
}

/**
 * log Σ eˣ of each number and all before it along an axis, without overflow.
 *
 * @example
 * await logCumulativeSumExp(tensor([1000, 1000])).array(); // [1000,1000.69]
 */
export function logCumulativeSumExp(x: Tensor, options: ScanOptions = {}): Tensor {
  requireFloat("logCumulativeSumExp", requireTensor("logCumulativeSumExp", x).dtype);
  return scan("logCumulativeSumExp", x, options, logAddExp);
}

/**
 * The largest number so far along an axis, and where it lies (int32), the last of equals; NaN wins.
 *
 * @example
 * const { values, indices } = cumulativeMax(tensor([1, 3, 2, 3]));
 * await values.array(); // [1,3,3,3]
 * await indices.array(); // [0,1,1,3]
 */
export function cumulativeMax(x: Tensor, options: ScanOptions = {}): Picked {
  return record("cumulativeMax", x, options, maximum);
}

/** The smallest number so far along an axis, and where it lies (int32), the last of equals; NaN wins. */
export function cumulativeMin(x: Tensor, options: ScanOptions = {}): Picked {
  return record("cumulativeMin", x, options, minimum);
}

function record(name: string, x: Tensor, options: ScanOptions, better: Join): Picked {
  const axis = axisOf(name, options.axis ?? 0, requireTensor(name, x).shape);
  const best = scan(name, x, { axis }, better);
  const along = x.shape.map((_, a) => (a === axis ? x.shape[axis] : 1));
  const places = reshape(arange(0, x.shape[axis], { dtype: "int32" }), along);
  const isBest = logicalOr(equal(x, best), isNaN(x));
  const indices = scan(name, where(isBest, places, -1), { axis }, maximum);
  return { values: gather(x, indices, { axis }), indices };
}

/** Joins what lies before with what follows: an associative operation on two tensors of one shape. */
type Join = (before: Tensor, after: Tensor) => Tensor;

/** Joins each number with all before it. Each pass doubles how far the numbers reach back. */
function scan(name: string, x: Tensor, options: ScanOptions, join: Join): Tensor {
  const axis = axisOf(name, options.axis ?? 0, x.shape);
  const part = (of: Tensor, range: Range) =>
    slice(
      of,
      x.shape.map((_, a) => (a === axis ? range : null)),
    );
  let y = x;
  for (let reach = 1; reach < x.shape[axis]; reach *= 2) {
    const joined = join(part(y, { stop: -reach }), part(y, { start: reach }));
    y = concat([part(y, { stop: reach }), joined], { axis });
  }
  return y;
}
