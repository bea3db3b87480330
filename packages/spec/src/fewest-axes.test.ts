import { expect, it } from "vitest";
import { fewestAxes } from "./fewest-axes.ts";

it.each([
  ["contiguous arrays become one axis", [2, 3, 4], [[12, 4, 1]], [24], [[1]]],
  ["a repeated row keeps two axes", [2, 3, 4], [[12, 4, 1], [0, 4, 1]], [2, 12], [[12, 1], [0, 1]]], // prettier-ignore
  ["axes of one vanish", [1, 5, 1], [[9, 2, 7]], [5], [[2]]],
  ["a reversed matrix becomes one axis", [3, 4], [[-4, -1]], [12], [[-1]]],
  ["a single number has none", [], [[]], [], [[]]],
])("%s", (_, shape, strides, sizes, joined) => {
  expect(fewestAxes(shape, strides)).toEqual({ shape: sizes, strides: joined });
});
