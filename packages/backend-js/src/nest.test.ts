import { expect, it } from "vitest";
import { forEachRow, simplified } from "./nest.ts";

it("has at least one axis", () => {
  expect(simplified([2, 3], [[3, 1]])).toEqual({ sizes: [6], strides: [[1]] });
  expect(simplified([], [[]])).toEqual({ sizes: [1], strides: [[1]] });
});

it("visits each row with where the arrays stand", () => {
  const starts: number[][] = [];
  forEachRow({ sizes: [2, 3, 9], strides: [[30, 10, 1], [0, 1, 0]] }, (_, at) => starts.push([...at])); // prettier-ignore
  expect(starts).toEqual([[0, 0], [10, 1], [20, 2], [30, 0], [40, 1], [50, 2]]); // prettier-ignore
});
