import type { AlongAxis } from "@piecewise/spec";
import { lengths } from "../numbers.ts";

/** Arrays seen from one axis: as the last axis, and with others behind it, of lengths around the widths of vectors. */
export const axes: readonly AlongAxis[] = [
  ...lengths.map((size) => ({ outer: 3, size, inner: 1 })),
  ...lengths.map((inner) => ({ outer: 2, size: 5, inner })),
  { outer: 1, size: 17, inner: 33 },
  { outer: 5, size: 1, inner: 3 },
  { outer: 0, size: 3, inner: 2 },
  { outer: 2, size: 3, inner: 0 },
];

export function countOf({ outer, size, inner }: AlongAxis): number {
  return outer * size * inner;
}

export function textOf({ outer, size, inner }: AlongAxis): string {
  return `[${outer}, ${size}, ${inner}]`;
}

/** Rows of three with what is not finite, and with ties. */
export const special = {
  axis: { outer: 6, size: 3, inner: 1 },
  numbers: [
    1,
    NaN,
    3,
    Infinity,
    2,
    1,
    -Infinity,
    5,
    0,
    NaN,
    NaN,
    1,
    2,
    2,
    1,
    -Infinity,
    -Infinity,
    -Infinity,
  ],
};

/** The same numbers with the rows as columns. */
export const specialColumns = {
  axis: { outer: 1, size: 3, inner: 6 },
  numbers: [0, 1, 2].flatMap((i) => special.numbers.filter((_, at) => at % 3 === i)),
};
