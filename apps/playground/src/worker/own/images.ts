import { dataset, type Dataset } from "piecewise";
import type { OwnImages } from "../../own/own-data.ts";
import { classNames } from "./class-names.ts";
import { idxIn, type IdxFile } from "./idx-file.ts";
import { countsOf, type OwnRows } from "./own-rows.ts";
import { named, refusal } from "./refusal.ts";
import { fourToOne, measured, type Parts } from "./split.ts";

const leastSide = 8;
/** As float32 numbers, so many are half a gigabyte. */
const mostPixels = 2 ** 27;

/** Images and labels from IDX files, with pixels from 0 to 1. */
export async function imageRows(own: OwnImages, seed: number): Promise<OwnRows> {
  const { training, test, found } = await shadeRows(own, seed);
  const { classes } = found;
  const unit = (shades: Dataset) => dataset({ ...withUnitShades(shades), classes });
  return { training: unit(training), test: unit(test), title: "Images it has not seen", found };
}

/** The same with pixels as they are in the files, bytes, which take a quarter of the memory. */
export async function shadeRows({ parts }: OwnImages, seed: number): Promise<OwnRows> {
  const { trainImages, trainLabels, testImages, testLabels } = parts;
  if (trainImages === undefined || trainLabels === undefined)
    throw new Error("images to learn from need their labels: give both files");
  const labels = await idxIn(trainLabels);
  const all = await shadesOf(trainImages, trainLabels, labels);
  if (new Set(labels.data).size < 2)
    throw refusal(trainLabels, "all labels are the same; give images of at least two classes");
  const split: Parts =
    testImages === undefined || testLabels === undefined
      ? fourToOne(all, seed)
      : { training: all, test: await testShades(testImages, testLabels, all), isStratified: false };
  const { training, test, isStratified } = split;
  const most = Math.max(largest(training), largest(test));
  const classes = await classNames(labels, most + 1);
  const counts = countsOf(training, test);
  return {
    ...{ training, test: measured(test) },
    found: { name: "own files", ...counts, isStratified, classes, columns: [] },
  };
}

async function testShades(imageFile: File, labelFile: File, training: Dataset): Promise<Dataset> {
  const test = await shadesOf(imageFile, labelFile, await idxIn(labelFile));
  const [sides, expected] = [test, training].map(({ inputs }) => inputs.shape.slice(2).join(" by "));
  if (sides === expected) return test;
  const rule = `images of ${sides} pixels, but those to learn from have ${expected}`;
  throw refusal(imageFile, `${rule}; give files that belong together`);
}

async function shadesOf(imageFile: File, labelFile: File, labels: IdxFile): Promise<Dataset> {
  const images = await idxIn(imageFile);
  checkImages(imageFile, images);
  checkLabels(labelFile, labels);
  const [count, ...sides] = images.shape;
  if (labels.shape[0] !== count) {
    const rule = `${labels.shape[0]} labels, but ${imageFile.name} has ${count} images`;
    throw refusal(labelFile, `${rule}; give files that belong together`);
  }
  const inputs = { data: images.data, shape: [count, 1, ...sides] };
  const targets = { data: Int32Array.from(labels.data), shape: labels.shape };
  return named(imageFile, () => dataset({ inputs, targets }));
}

function checkImages(file: File, { kind, shape }: IdxFile): void {
  const [count, height, width] = shape;
  const found = `${kind} numbers of shape [${shape.join(", ")}]`;
  if (kind !== "uint8" || shape.length !== 3)
    throw refusal(file, `${found}; give grey images, a byte for each pixel: [images, height, width]`);
  if (height !== width || height < leastSide)
    throw refusal(file, `${found}; give square images of at least ${leastSide} by ${leastSide} pixels`);
  if (count * height * width > mostPixels)
    throw refusal(file, `${found} are more than ${mostPixels} pixels; give fewer images`);
}

function checkLabels(file: File, { kind, shape }: IdxFile): void {
  if (kind === "uint8" && shape.length === 1) return;
  throw refusal(file, `${kind} numbers of shape [${shape.join(", ")}]; give a byte for each image: [images]`);
}

const shades = Float32Array.from({ length: 256 }, (_, shade) => shade / 255);

function withUnitShades({ inputs, targets }: Dataset): Dataset {
  const data = new Float32Array(inputs.data.length);
  for (let i = 0; i < data.length; i++) data[i] = shades[inputs.data[i]];
  return { inputs: { data, shape: inputs.shape }, targets };
}

function largest({ targets }: Dataset): number {
  let most = 0;
  for (const label of targets.data) most = Math.max(most, label);
  return most;
}
