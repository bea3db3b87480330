import { expect, it } from "vitest";
import { forEachRow, simplified } from "./nest.ts";

it.each([
  ["contiguous arrays become one axis", [2, 3, 4], [[12, 4, 1]], [24], [[1]]],
  ["a repeated row keeps two axes", [2, 3, 4], [[12, 4, 1], [0, 4, 1]], [2, 12], [[12, 1], [0, 1]]], // prettier-ignore
  ["axes of one vanish", [1, 5, 1], [[9, 2, 7]], [5], [[2]]],
  ["a reversed matrix becomes one axis", [3, 4], [[-4, -1]], [12], [[-1]]],
  ["a single number is one step", [], [[]], [1], [[1]]],
])("%s", (_, shape, strides, sizes, merged) => {
  expect(simplified(shape, strides)).toEqual({ sizes, strides: merged });
});

it("visits each row with where the arrays stand", () => {
  const starts: number[][] = [];
  forEachRow({ sizes: [2, 3, 9], strides: [[30, 10, 1], [0, 1, 0]] }, (_, at) => starts.push([...at])); // prettier-ignore
  expect(starts).toEqual([[0, 0], [10, 1], [20, 2], [30, 0], [40, 1], [50, 2]]); // prettier-ignore
});
