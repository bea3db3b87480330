import { expect, it } from "vitest";
import { halves, idxBytes, treesCsv, zipped } from "../../own/files-under-test.ts";
import { ownTable } from "../../own/table-under-test.ts";
import type { ImageParts, OwnData, OwnPoint } from "../../own/own-data.ts";
import { inspectOwn, makeOwn } from "./make-own.ts";

const file = (name: string, content: BlobPart) => new File([content], name);
const images = (parts: ImageParts): OwnData => ({ name: "own files", kind: "images", parts });
const points = (count: number): OwnData => ({
  name: "own points",
  points: Array.from({ length: count }, (_, i): OwnPoint => ({
    x: i / 100,
    y: 0,
    label: i % 2 === 0 ? 0 : 1,
  })),
});

const [training, test] = [halves(30), halves(12)];
const trainImages = file("train-images-idx3-ubyte.gz", zipped(training.images));
const trainLabels = file("train-labels-idx1-ubyte", training.labels);
const [testImages, testLabels] = [file("t10k-images", test.images), file("t10k-labels", zipped(test.labels))];

it("images of four files, zipped or not, are those to learn from and those to test with", async () => {
  const rows = await makeOwn(images({ trainImages, trainLabels, testImages, testLabels }), 1);
  expect(rows.training.inputs.shape).toEqual([30, 1, 8, 8]);
  expect(rows.test.inputs.shape).toEqual([12, 1, 8, 8]);
  expect([...rows.test.targets.data]).toEqual([...test.labels.subarray(8)]);
  expect(rows.training.inputs.data[64]).toBeCloseTo(1 / 255, 7);
  expect(rows.found).toMatchObject({ training: 30, test: 12, row: [1, 8, 8], classes: ["0", "1"] });
});

it("of two files, a fifth of the images of each class is kept to test with, another one for another seed", async () => {
  const rows = await makeOwn(images({ trainImages, trainLabels }), 1);
  expect(rows.found).toMatchObject({ training: 24, test: 6, isStratified: true });
  expect([...rows.test.targets.data].filter((label) => label === 1).length).toBe(3);
  const other = await makeOwn(images({ trainImages, trainLabels }), 2);
  expect(other.test.inputs.data).not.toEqual(rows.test.inputs.data);
});

it("a table's numbers have mean 0 and deviation 1 among the rows to learn from", async () => {
  const { training, test, found, features } = await makeOwn(await ownTable(treesCsv(50)), 3);
  expect([features, found.classes]).toEqual([
    ["height", "width"],
    ["elm", "oak"],
  ]);
  expect(found.columns).toEqual(["height", "width", "kind"]);
  expect([training.inputs.shape, test.inputs.shape]).toEqual([
    [40, 2],
    [10, 2],
  ]);
  for (const column of [0, 1]) {
    const numbers = [...training.inputs.data].filter((_, i) => i % 2 === column);
    expect(numbers.reduce((sum, x) => sum + x, 0) / 40).toBeCloseTo(0, 5);
    expect(numbers.reduce((sum, x) => sum + x * x, 0) / 40).toBeCloseTo(1, 5);
  }
});

it("of many rows to test with, the first 500 are measured", async () => {
  const rows = await makeOwn(await ownTable(treesCsv(3000)), 1);
  expect([rows.test.inputs.shape[0], rows.found.test]).toEqual([500, 600]);
});

it.each([
  [19, 19, 19],
  [20, 16, 4],
])("%i points: %i to learn from, %i to test with", async (count, training, test) => {
  expect((await makeOwn(points(count), 1)).found).toMatchObject({ training, test });
});

const oneLabel = file("train-labels", idxBytes([30], new Uint8Array(30).fill(7)));
const small = file("train-images", idxBytes([30, 7, 7], new Uint8Array(30 * 49)));
const oblong = file("train-images", idxBytes([30, 8, 9], new Uint8Array(30 * 72)));
const colours = file("train-images", idxBytes([30, 3, 8, 8], new Uint8Array(30 * 192)));
const cut = file("train-images.gz", zipped(training.images).slice(0, -9));

it.each<[string, OwnData, string]>([
  ["images that are cut off", images({ trainImages: cut, trainLabels }), "train-images.gz: gunzip: "],
  ["no IDX file", images({ trainImages: file("train-images", "text"), trainLabels }), "parseIdx: found"],
  ["an empty file", images({ trainImages, trainLabels: file("train-labels", "") }), "found no bytes"],
  ["small images", images({ trainImages: small, trainLabels }), "shape [30, 7, 7]; give square images"],
  ["oblong images", images({ trainImages: oblong, trainLabels }), "shape [30, 8, 9]; give square images"],
  ["colours", images({ trainImages: colours, trainLabels }), "shape [30, 3, 8, 8]; give grey images"],
  ["labels as images", images({ trainImages: trainLabels, trainLabels }), "shape [30]; give grey images"],
  ["images as labels", images({ trainImages, trainLabels: testImages }), "give a byte for each image"],
  [
    "labels of others",
    images({ trainImages, trainLabels: testLabels }),
    "t10k-labels: 12 labels, but train-images-idx3-ubyte.gz has 30 images",
  ],
  ["one label", images({ trainImages, trainLabels: oneLabel }), "all labels are the same"],
  ["points of one class", { name: "own points", points: [{ x: 0, y: 0, label: 0 }] }, "of each class"],
])("%s: refused, with the reason", async (_, own, reason) => {
  await expect(inspectOwn(own)).rejects.toThrow(reason);
});
