import type { Attributes, TypedArray } from "@piecewise/spec";

type Buffers = readonly TypedArray[];

/** One number from `count` numbers that start at `start` and lie `stride` apart. */
type Fold = (x: TypedArray, start: number, stride: number, count: number) => number;

export function reduce([output]: Buffers, [x]: Buffers, attributes: Attributes["reduce"]): void {
  const { outer, size, inner, operation } = attributes;
  const fold = folds[operation];
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) output[o * inner + j] = fold(x, o * size * inner + j, inner, size);
  }
}

const folds: Record<Attributes["reduce"]["operation"], Fold> = {
  sum,
  product: (x, start, stride, count) => {
    let product = 1;
    for (let i = 0; i < count; i++) product *= x[start + i * stride];
    return product;
  },
  max: (x, start, stride, count) => {
    let max = -Infinity;
    for (let i = 0; i < count; i++) max = Math.max(max, x[start + i * stride]);
    return max;
  },
  min: (x, start, stride, count) => {
    let min = Infinity;
    for (let i = 0; i < count; i++) min = Math.min(min, x[start + i * stride]);
    return min;
  },
};

/** Pairwise: the error grows with the logarithm of the count. */
function sum(x: TypedArray, start: number, stride: number, count: number): number {
  if (count > 64) {
    const half = count >> 1;
    return sum(x, start, stride, half) + sum(x, start + half * stride, stride, count - half);
  }
  let total = 0;
  for (let i = 0; i < count; i++) total += x[start + i * stride];
  return total;
}

export function argReduce([output]: Buffers, [x]: Buffers, attributes: Attributes["argReduce"]): void {
  const { outer, size, inner, operation } = attributes;
  const sign = operation === "max" ? 1 : -1;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++)
      output[o * inner + j] = largest(x, o * size * inner + j, inner, size, sign);
  }
}

/** Where the first largest of `sign` · x lies. */
function largest(x: TypedArray, start: number, stride: number, count: number, sign: number): number {
  let place = 0;
  let best = -Infinity;
  for (let i = 0; i < count; i++) {
    const value = sign * x[start + i * stride];
    if (Number.isNaN(value)) return i;
    if (value > best) [place, best] = [i, value];
  }
  return place;
}

export function cumulativeSum(
  [output]: Buffers,
  [x]: Buffers,
  attributes: Attributes["cumulativeSum"],
): void {
  const { outer, size, inner, reverse } = attributes;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      const first = (o * size + (reverse ? size - 1 : 0)) * inner + j;
      accumulate(output, x, first, reverse ? -inner : inner, size);
    }
  }
}

function accumulate(output: TypedArray, x: TypedArray, start: number, stride: number, count: number): void {
  let total = 0;
  for (let i = 0; i < count; i++) output[start + i * stride] = total += x[start + i * stride];
}
