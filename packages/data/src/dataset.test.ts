import { expect, it } from "vitest";
import { dataset, rowCount } from "./dataset.ts";
import type { Rows } from "./rows.ts";

const inputs: Rows = { data: new Float32Array([0, 0, 0, 1, 1, 0]), shape: [3, 2] };
const classes = ["same", "different"];

function labels(...numbers: number[]): Rows {
  return { data: new Int32Array(numbers), shape: [numbers.length] };
}

it("keeps the arrays it is given", () => {
  const targets = labels(0, 1, 1);
  const data = dataset({ inputs, targets, classes });
  expect(data.inputs.data).toBe(inputs.data);
  expect(data).toEqual({ inputs, targets, classes });
  expect(rowCount(data)).toBe(3);
});

it("takes numbers to predict, without classes", () => {
  const targets: Rows = { data: new Float32Array([0.5, -1, 2]), shape: [3, 1] };
  expect(dataset({ inputs, targets })).toEqual({ inputs, targets });
});

it("refuses an empty data set", () => {
  const none: Rows = { data: new Float32Array(0), shape: [0, 2] };
  expect(() => dataset({ inputs: none, targets: labels() })).toThrow("dataset: no rows; give at least one");
});

it("refuses more inputs than targets", () => {
  expect(() => dataset({ inputs, targets: labels(0, 1) })).toThrow(
    "dataset: 3 rows of inputs but 2 of targets; give one target for each row",
  );
});

it("refuses sizes that do not fit the data", () => {
  expect(() => dataset({ inputs: { ...inputs, shape: [3, 3] }, targets: labels(0, 1, 1) })).toThrow(
    "inputs of shape [3, 3] need 9 numbers, got 6",
  );
});

it.each([Number.NaN, Infinity])("refuses the target %d", (target) => {
  const targets: Rows = { data: new Float32Array([0, target, 1]), shape: [3] };
  expect(() => dataset({ inputs, targets })).toThrow(`dataset: targets[1] is ${target}; give finite numbers`);
});

it.each([2, -1, 0.5, Number.NaN])("refuses the label %d for two classes", (label) => {
  const targets: Rows = { data: new Float32Array([0, 1, label]), shape: [3] };
  expect(() => dataset({ inputs, targets, classes })).toThrow(
    `dataset: targets[2] is ${label}; give the index of a class, 0 to 1`,
  );
});

it("refuses several labels a row", () => {
  const targets: Rows = { data: new Int32Array(6), shape: [3, 2] };
  expect(() => dataset({ inputs, targets, classes })).toThrow(
    "dataset: labels of shape [3, 2]; give one label a row",
  );
});
