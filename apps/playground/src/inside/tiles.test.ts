import { expect, it } from "vitest";
import { answeringIn, columnsOf, countOf, strongestIn } from "./tiles.ts";

const tiles = (...shades: number[]) => ({ width: 2, height: 1, shades: Int8Array.from(shades) });

it.each([
  [1, 4],
  [8, 4],
  [16, 6],
  [32, 8],
  [128, 16],
])("%i tiles stand in %i columns", (count, columns) => expect(columnsOf(count)).toBe(columns));

it.each([
  ["the strongest is one below 0", tiles(1, 0, 0, 0, 3, -9), [3, 2, 2]],
  ["the first of equal ones", tiles(0, 5, 5, 0), [2, 0, 2]],
  ["none answers", tiles(0, 0, 0, 0), [2, undefined, 0]],
  ["no tiles", tiles(), [0, undefined, 0]],
] as const)("counts tiles, and finds those that answer: %s", (_, given, expected) => {
  expect([countOf(given), strongestIn(given), answeringIn(given)]).toEqual(expected);
});
