import { DataError } from "../data-error.ts";
import type { Dataset } from "../dataset.ts";
import { isGzip } from "../gunzip.ts";
import { unitShades } from "../image-collection.ts";

/**
 * Reads the binary version of CIFAR-10: for each image a byte for its class and 3,072 bytes for its pixels, 32 by 32 red
 * ones, green ones, blue ones. Gives pixels from 0 to 1, shape `[n, 3, 32, 32]`. The bytes must be unzipped: see
 * {@link gunzip}.
 *
 * @example
 * const { inputs, targets, classes } = parseCifar10(new Uint8Array(3073).fill(255, 1));
 * inputs.shape; // [1,3,32,32]
 * classes[targets.data[0]]; // "airplane"
 */
export function parseCifar10(bytes: Uint8Array): Dataset & { readonly classes: readonly string[] } {
  const count = imageCount(bytes);
  const targets = Int32Array.from({ length: count }, (_, row) => bytes[row * record]);
  const unknown = targets.findIndex((label) => label >= classes.length);
  if (unknown !== -1)
    refuse(`image ${unknown} has the class ${targets[unknown]}, expected 0 to ${classes.length - 1}`);
  const inputs = new Float32Array(count * pixels);
  for (let row = 0; row < count; row++) {
    const start = row * record + 1;
    inputs.set(unitShades(bytes.subarray(start, start + pixels)), row * pixels);
  }
  return {
    inputs: { data: inputs, shape: [count, 3, 32, 32] },
    targets: { data: targets, shape: [count] },
    classes,
  };
}

const pixels = 3 * 32 * 32;

/** So many bytes describe an image. */
export const record = 1 + pixels;

const classes = [
  ...["airplane", "automobile", "bird", "cat", "deer"],
  ...["dog", "frog", "horse", "ship", "truck"],
];

function imageCount(bytes: Uint8Array): number {
  if (isGzip(bytes)) refuse("the bytes are gzip", "unzip them with `gunzip` first");
  if (bytes.length > 0 && bytes.length % record === 0) return bytes.length / record;
  return refuse(`found ${bytes.length} bytes, expected ${record} for each image`);
}

function refuse(found: string, remedy = "the file is damaged, or not of the binary version"): never {
  throw new DataError("parseCifar10", `${found}; ${remedy}`);
}
