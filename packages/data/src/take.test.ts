import { expect, it } from "vitest";
import { dataset } from "./dataset.ts";
import { take } from "./take.ts";

const data = dataset({
  inputs: { data: new Float32Array([0, 1, 10, 11, 20, 21]), shape: [3, 2] },
  targets: { data: new Int32Array([0, 1, 0]), shape: [3] },
  classes: ["even", "odd"],
});

it("takes rows with their targets, in the order of the indices", () => {
  expect(take(data, [2, 1, 2])).toEqual({
    inputs: { data: new Float32Array([20, 21, 10, 11, 20, 21]), shape: [3, 2] },
    targets: { data: new Int32Array([0, 1, 0]), shape: [3] },
    classes: ["even", "odd"],
  });
});

it.each([3, -1, 0.5, Number.NaN])("refuses the row number %d of three rows", (index) => {
  expect(() => take(data, [0, index])).toThrow(`take: indices[1] is ${index}; give row numbers from 0 to 2`);
});

it("refuses to take nothing", () => {
  expect(() => take(data, [])).toThrow("take: no indices; give at least one");
});
