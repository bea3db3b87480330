import { expect, it } from "vitest";
import { aboutText } from "./about.ts";
import { lackOf, type Found, type OwnDrawing, type OwnPoint } from "./own-data.ts";

const found: Found = {
  ...{ name: "own files", training: 60_000, test: 10_000, row: [1, 28, 28] },
  ...{ isStratified: false, classes: ["cat", "dog", "cow"], columns: [] },
};

it.each<[Partial<Found>, string]>([
  [{}, "60,000 images of 28 × 28 to learn from, 10,000 to test with (500 of them are measured), 3 classes."],
  [{ training: 120, test: 30, row: [4] }, "120 rows of 4 numbers to learn from, 30 to test with, 3 classes."],
  [
    { name: "own points", training: 8, test: 8, row: [2] },
    "8 points, to learn from and to test with: they are fewer than 20.",
  ],
  [{ name: "own drawings", training: 24, test: 6 }, "24 drawings to learn from, 6 to test with, 3 classes."],
])("%j: %s", (part, text) => expect(aboutText({ ...found, ...part })).toBe(text));

const point = (label: 0 | 1): OwnPoint => ({ x: 0, y: 0, label });
const drawing = (label: number): OwnDrawing => ({ label, pixels: new Float32Array(784) });

it.each([
  [[0], true],
  [[0, 1], false],
] as const)("points of the classes %j are too few: %s", (labels, isLacking) => {
  expect(lackOf({ name: "own points", points: labels.map(point) }) !== undefined).toBe(isLacking);
});

it.each([
  [[], true],
  [[1, 1, 1, 7], true],
  [[1, 1, 7, 7], false],
])("drawings of %j are too few: %s", (labels, isLacking) => {
  expect(lackOf({ name: "own drawings", drawings: labels.map(drawing) }) !== undefined).toBe(isLacking);
});
