import { expect, it } from "vitest";
import { tilesApart, tilesOf } from "./shades.ts";

const size = { width: 2, height: 1 };

it.each([
  ["one scale for all, with its end", tilesOf, [1, -2, 0, 4], [32, -63, 0, 127], 4],
  ["a scale for each", tilesApart, [1, -2, 0, 4], [64, -127, 0, 127], undefined],
  ["zeros stay 0", tilesOf, [0, 0], [0, 0], 0],
  [
    "numbers that are not finite are 0, and do not set the scale",
    tilesOf,
    [NaN, Infinity, -1, 0.5],
    [0, 0, -127, 64],
    1,
  ],
  ["only numbers that are not finite", tilesApart, [NaN, -Infinity, 3, 3], [0, 0, 127, 127], undefined],
  ["numbers hardly larger than 0", tilesApart, [1e-42, 0, 1e30, 1e30], [127, 0, 127, 127], undefined],
] as const)("%s", (_, tiles, numbers, shades, most) => {
  const made = tiles(Float32Array.from(numbers), size);
  expect([[...made.shades], made.most]).toEqual([shades, most]);
  expect([made.width, made.height]).toEqual([2, 1]);
});
