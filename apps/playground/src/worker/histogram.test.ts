import { expect, it } from "vitest";
import { histogramOf } from "./histogram.ts";

it.each([
  ["numbers, the largest in the last part", [0, 0.4, 1, 2], [0, 2, [2, 2]]],
  ["equal numbers", [3, 3, 3], [3, 3, [3, 0]]],
  ["numbers among some that are not finite", [NaN, 1, Infinity, 2], [1, 2, [1, 1]]],
  ["no finite number", [NaN], [0, 0, [0, 0]]],
] as const)("counts %s", (_, values, [from, to, counts]) => {
  const seen = histogramOf(values, 2);
  expect([seen.from, seen.to, [...seen.counts]]).toEqual([from, to, counts]);
});
