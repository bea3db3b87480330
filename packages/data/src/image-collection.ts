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
  const { limit = Infinity } = options;
  if (limit !== Infinity) checkWholeNumber(name, "limit", limit, 1);
  const prefix = filePrefix(name, split);
  const read = async (file: string, digest: string) =>
    parseIdx(await dataFile(collection, { name: file, sha256: digest }, options));
  const labels = await read(`${prefix}-labels-idx1-ubyte`, sha256[split].labels);
  const images = await read(`${prefix}-images-idx3-ubyte`, sha256[split].images);
  return dataset({ inputs: grey(first(limit, images)), targets: indices(first(limit, labels)), classes });
}

function filePrefix(operation: string, split: Split): string {
  if (split === "train") return "train";
  if (split === "test") return "t10k";
  throw new DataError(operation, `no split "${String(split)}"; give "train" or "test"`);
}

function first(limit: number, rows: Rows): Rows {
  return sliceRows(rows, 0, Math.min(limit, rows.shape[0]));
}

/** Pixels from 0 to 1, with an axis for the one channel. */
function grey(images: Rows): Rows {
  const [count, ...sizes] = images.shape;
  const shades = Float32Array.from({ length: 256 }, (_, shade) => shade / 255);
  const pixels = new Float32Array(images.data.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = shades[images.data[i]];
  return { data: pixels, shape: [count, 1, ...sizes] };
}

function indices(labels: Rows): Rows {
  return { data: Int32Array.from(labels.data), shape: labels.shape };
}
