import { safetensorsBytes } from "piecewise";
import { expect, it } from "vitest";
import type { OwnDrawings, OwnPoints } from "../../own/own-data.ts";
import { rowsFile, rowsInFile } from "./rows-file.ts";

const points: OwnPoints = {
  name: "own points",
  points: [
    { x: 0.5, y: -1.25, label: 0 },
    { x: 1.5, y: 0, label: 1 },
  ],
};
const drawings: OwnDrawings = {
  name: "own drawings",
  drawings: [3, 7].map((label) => ({ label, pixels: new Float32Array(784).fill(label / 8) })),
};

it.each([points, drawings])("$name are the same once saved and opened again", async (own) => {
  expect(rowsInFile(await rowsFile(own))).toEqual(own);
});

const rows = (data: number[], shape: number[], labels: number[]) =>
  safetensorsBytes({
    inputs: { data: Float32Array.from(data), shape },
    targets: { data: Int32Array.from(labels), shape: [labels.length] },
  });

it("a file with something else, such as weights, is left to others", async () => {
  const weights = await safetensorsBytes({ "0.weight": { data: new Float32Array(2), shape: [2] } });
  expect(rowsInFile(weights)).toBeUndefined();
});

it.each([
  ["a point beyond the square", rows([0, 2], [1, 2], [0]), "point 1 is at (0, 2)"],
  ["a point nowhere", rows([NaN, 0], [1, 2], [0]), "point 1 is at (NaN, 0)"],
  ["a third class", rows([0, 0], [1, 2], [2]), "the label of point 1 is 2"],
  ["too few labels", rows([0, 0, 1, 1], [2, 2], [0]), "2 inputs need a label each"],
  ["points in space", rows([0, 0, 0], [1, 3], [0]), "of shape [1, 3]; points are [n, 2]"],
  [
    "a label that is no digit",
    rows(Array<number>(784).fill(0), [1, 1, 28, 28], [10]),
    "the label of drawing 1 is 10",
  ],
  ["too much ink", rows(Array<number>(784).fill(2), [1, 1, 28, 28], [1]), "drawing 1 has pixels beyond"],
])("%s is refused, with the reason", async (_, file, reason) => {
  const bytes = await file;
  expect(() => rowsInFile(bytes)).toThrow(reason);
});
