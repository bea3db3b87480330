import { expect, it } from "vitest";
import { checkRows, rowSize, sliceRows, takeRows, type Rows } from "./rows.ts";

const rows: Rows = { data: new Int32Array([1, 2, 3, 4, 5, 6]), shape: [3, 1, 2] };

it("counts the numbers in a row", () => {
  expect(rowSize(rows)).toBe(2);
  expect(rowSize({ data: new Uint8Array(3), shape: [3] })).toBe(1);
});

it("takes rows in the order of the indices, with the kind of numbers kept", () => {
  expect(takeRows(rows, [2, 0, 2])).toEqual({ data: new Int32Array([5, 6, 1, 2, 5, 6]), shape: [3, 1, 2] });
});

it.each([new Float32Array([1, 2]), new Int32Array([1, 2]), new Uint8Array([1, 2])])("copies %o", (data) => {
  const source: Rows = { data, shape: [2] };
  for (const copy of [sliceRows(source, 0, 2), takeRows(source, [0, 1])]) {
    expect(copy).toEqual(source);
    expect(copy.data.buffer).not.toBe(data.buffer);
  }
});

it("refuses data that do not fill the shape", () => {
  expect(() => checkRows("dataset", "inputs", { data: new Uint8Array(5), shape: [2, 3] })).toThrow(
    "dataset: inputs of shape [2, 3] need 6 numbers, got 5; correct the shape or the data",
  );
});

it.each([[[]], [[2, -1]], [[1.5]]])("refuses %j as a shape", (shape) => {
  expect(() => checkRows("dataset", "inputs", { data: new Uint8Array(2), shape })).toThrow(
    "give whole numbers",
  );
});
