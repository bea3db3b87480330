import { DataError } from "./data-error.ts";
import { dataFile, type FileOptions } from "./data-file.ts";
import { dataset, type Dataset } from "./dataset.ts";
import { parseIdx } from "./idx.ts";
import { sliceRows, type Rows } from "./rows.ts";
import { checkWholeNumber } from "./whole-number.ts";

/** The part of a collection to learn from, or the part to be judged by. */
export type Split = "train" | "test";

export interface ImageOptions extends FileOptions {
  /** Reads the first so many images only. */
  readonly limit?: number | undefined;
}

/** Grey images with labels, published as gzipped IDX files under MNIST's file names. */
export interface ImageCollection {
  /** The name of its function, for errors. */
  readonly name: string;
  /** Where its files usually lie below a data folder. The first is its folder in the cache. */
  readonly folders: readonly [string, ...string[]];
  /** Addresses to download from, each ending in a slash. */
  readonly mirrors: readonly string[];
  readonly classes: readonly string[];
  /** Of the unzipped files: copies in circulation differ in their gzip headers. */
  readonly sha256: Readonly<Record<Split, { readonly images: string; readonly labels: string }>>;
}

/** Finds or downloads the files of a collection, and makes a data set of them. */
export async function loadImages(
  collection: ImageCollection,
  split: Split,
  options: ImageOptions,
): Promise<Dataset> {
  const { name, sha256, classes } = collection;
  const limit = imageLimit(name, options);
  checkSplit(name, split);
  const prefix = split === "train" ? "train" : "t10k";
  const read = async (file: string, digest: string) =>
    parseIdx(await dataFile(collection, { name: file, sha256: digest }, options));
  const labels = await read(`${prefix}-labels-idx1-ubyte`, sha256[split].labels);
  const images = await read(`${prefix}-images-idx3-ubyte`, sha256[split].images);
  return dataset({ inputs: grey(first(limit, images)), targets: indices(first(limit, labels)), classes });
}

/** How many images to read at most. */
export function imageLimit(operation: string, { limit = Infinity }: ImageOptions): number {
  if (limit !== Infinity) checkWholeNumber(operation, "limit", limit, 1);
  return limit;
}

/** Refuses a part there is not, which a program without types may ask for. */
export function checkSplit(operation: string, split: Split): void {
  if (split === "train" || split === "test") return;
  throw new DataError(operation, `no split "${String(split)}"; give "train" or "test"`);
}

function first(limit: number, rows: Rows): Rows {
  return sliceRows(rows, 0, Math.min(limit, rows.shape[0]));
}

/** Pixels from 0 to 1, with an axis for the one channel. */
export function grey(images: Rows): Rows {
  const [count, ...sizes] = images.shape;
  return { data: unitShades(images.data), shape: [count, 1, ...sizes] };
}

/** Shades from 0 to 255 as numbers from 0 to 1. */
export function unitShades(pixels: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const result = new Float32Array(pixels.length);
  for (let i = 0; i < result.length; i++) result[i] = shades[pixels[i]];
  return result;
}

const shades = Float32Array.from({ length: 256 }, (_, shade) => shade / 255);

function indices(labels: Rows): Rows {
  return { data: Int32Array.from(labels.data), shape: labels.shape };
}
