import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadImages, type ImageCollection, type ImageOptions, type Split } from "./image-collection.ts";

const images = new Uint8Array([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102, 1, 2]);
const labels = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 1]);
const fewerLabels = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 1, 0]);

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const collection: ImageCollection = {
  name: "tiny",
  folders: ["tiny"],
  mirrors: [],
  classes: ["left", "right"],
  sha256: {
    train: { images: digest(images), labels: digest(labels) },
    test: { images: digest(images), labels: digest(fewerLabels) },
  },
};

let dataDir = "";
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "piecewise-"));
  const put = (name: string, bytes: Uint8Array) => writeFile(join(dataDir, name), bytes);
  await put("train-images-idx3-ubyte", images);
  await put("train-labels-idx1-ubyte", labels);
  await put("t10k-images-idx3-ubyte", images);
  await put("t10k-labels-idx1-ubyte", fewerLabels);
});
afterAll(() => rm(dataDir, { recursive: true }));

function load(split: Split, options: ImageOptions = {}) {
  return loadImages({ ...collection, folders: ["."] }, split, { dataDir, ...options });
}

it("makes a data set of pixels from 0 to 1 and labels", async () => {
  const pixels = [0, 255, 51, 102, 1, 2].map((shade) => shade / 255);
  expect(await load("train")).toEqual({
    inputs: { data: new Float32Array(pixels), shape: [3, 1, 1, 2] },
    targets: { data: new Int32Array([1, 0, 1]), shape: [3] },
    classes: ["left", "right"],
  });
});

it("reads as many as asked for, or all when there are fewer", async () => {
  const { inputs, targets } = await load("train", { limit: 2 });
  expect([inputs.shape, inputs.data.length, targets.data.length]).toEqual([[2, 1, 1, 2], 4, 2]);
  expect((await load("train", { limit: 100 })).inputs.shape).toEqual([3, 1, 1, 2]);
});

it.each([0, 1.5, Number.NaN])("refuses the limit %d", async (limit) => {
  await expect(load("train", { limit })).rejects.toThrow(
    `tiny: limit is ${limit}; give a whole number of at least 1`,
  );
});

it("refuses fewer labels than images", async () => {
  await expect(load("test")).rejects.toThrow("dataset: 3 rows of inputs but 2 of targets");
});

it("refuses a split there is not", async () => {
  await expect(load("validation" as Split)).rejects.toThrow(
    'tiny: no split "validation"; give "train" or "test"',
  );
});
