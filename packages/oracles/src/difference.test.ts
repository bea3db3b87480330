import { expect, it } from "vitest";
import { agrees, difference } from "./difference.ts";

const near = { absolute: 1e-6, relative: 1e-5 };

it.each([
  [1, 1.000001, true],
  [1, 1.1, false],
  [NaN, NaN, true],
  [0, NaN, false],
  [NaN, 0, false],
  [Infinity, Infinity, true],
  [-Infinity, Infinity, false],
  [1, Infinity, false],
  [Infinity, 1, false],
])("whether %d agrees with %d: %s", (got, expected, is) => {
  expect(agrees(got, expected, near)).toBe(is);
});

it("names the first place that differs", () => {
  expect(difference([1, 2, 3], [1, 2, 3], near)).toBeUndefined();
  expect(difference([1, 2, 4], [1, 2, 3], near)).toBe("element 2 is 4 instead of 3");
  expect(difference([1], [1, 2], near)).toBe("1 numbers instead of 2");
});
