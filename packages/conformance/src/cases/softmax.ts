import type { AlongAxis } from "@piecewise/spec";
import { float, type Case } from "../case.ts";
import { numbers } from "../numbers.ts";
import { axes, countOf, textOf } from "./along.ts";

export const softmax: readonly Case<"softmax">[] = [false, true].flatMap((logarithm) => {
  const along = (
    title: string,
    values: readonly number[],
    { outer, size, inner }: AlongAxis,
  ): Case<"softmax"> => ({
    title: `takes the ${logarithm ? "logarithm of the softmax" : "softmax"} ${title}`,
    inputs: [float(values)],
    attributes: { outer, size, inner, logarithm },
    outputs: ["float"],
  });
  const rows = (outer: number): AlongAxis => ({ outer, size: 3, inner: 1 });
  const third = logarithm ? Math.log(1 / 3) : 1 / 3;
  const half = logarithm ? Math.log(1 / 2) : 1 / 2;
  const [none, all] = logarithm ? [-Infinity, 0] : [0, 1];
  return [
    ...axes.map((axis) => along(`of ${textOf(axis)}`, numbers(countOf(axis), 0, [-9, 9]), axis)),
    {
      ...along("of equal numbers, however large", [1000, 1000, 1000, -1000, -1000, -1000, 0, 0, 0], rows(3)),
      expected: [new Array<number>(9).fill(third)],
    },
    {
      ...along("of numbers far apart", [1000, -1000, 1000, 0, -1e30, 1e30], rows(2)),
      expected: [logarithm ? [half, half - 2000, half, -1e30, -2e30, 0] : [half, 0, half, 0, 0, 1]],
    },
    {
      ...along("of numbers masked with −∞", [-Infinity, 5, 5, -Infinity, -Infinity, 7], rows(2)),
      expected: [[none, half, half, none, none, all]],
    },
    {
      ...along("of rows of which one holds NaN", [1, 1, 1, 2, NaN, 1, 4, 4, 4], rows(3)),
      expected: [[third, third, third, NaN, NaN, NaN, third, third, third]],
    },
    {
      ...along("of nothing but −∞ or with ∞: NaN", [-Infinity, -Infinity, -Infinity, 0, 0, 0], rows(2)),
      expected: [[NaN, NaN, NaN, third, third, third]],
    },
  ];
});
