import { expect, it } from "vitest";
import { median, summarize } from "./statistics.ts";

it("takes the middle value, or what lies between the two middle ones", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

it("tells median, extremes and count", () => {
  expect(summarize([5, 1, 9])).toEqual({ median: 5, min: 1, max: 9, runs: 3 });
});
