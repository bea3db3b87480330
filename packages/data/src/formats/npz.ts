import { unzipSync, zipSync, type UnzipFileInfo } from "fflate";
import { DataError, isDataError } from "../data-error.ts";
import { reasonOf } from "../reason.ts";
import { npyBytes, parseNpy, type NpyArray } from "./npy.ts";
import type { StoredArray } from "./stored-array.ts";

/**
 * Reads NumPy's .npz format: a zip file of .npy files, compressed or not, by their names without the ending.
 *
 * @example
 * const { weight } = parseNpz(npzBytes({ weight: { data: new Float32Array([1, 2]), shape: [2] } }));
 * weight.data; // [1,2]
 */
export function parseNpz(bytes: Uint8Array): Record<string, NpyArray> {
  const files = Object.entries(unzipped(bytes)).filter(([name]) => name.endsWith(".npy"));
  if (files.length === 0)
    throw new DataError("parseNpz", "the zip file has no .npy files; give what numpy.savez wrote");
  return Object.fromEntries(files.map(([name, file]) => [name.slice(0, -4), parsed(name, file)]));
}

/**
 * Arrays in NumPy's .npz format, as `numpy.load` reads it.
 *
 * @example
 * Object.keys(parseNpz(npzBytes({ a: { data: new Int8Array(2), shape: [2] } }, { compress: true }))); // ["a"]
 */
export function npzBytes(
  arrays: Readonly<Record<string, StoredArray>>,
  { compress = false }: { readonly compress?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npyBytes(array)] as const);
  return zipSync(Object.fromEntries(files), { level: compress ? 6 : 0 });
}

function unzipped(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: isPlausible });
  } catch (cause) {
    throw new DataError("parseNpz", `no whole zip file (${reasonOf(cause)}); get the file again`, { cause });
  }
}

/** Refuses a size that no compressed file unfolds to, before memory is taken for it. */
function isPlausible({ name, size, originalSize }: UnzipFileInfo): boolean {
  if (originalSize <= mostUnfolded * (size + 1)) return true;
  throw new Error(
    `${JSON.stringify(name.slice(0, 80))} is said to have ${originalSize} bytes, compressed to ${size}`,
  );
}

/** Deflate makes at most 258 bytes of two bits. */
const mostUnfolded = 1032;

function parsed(name: string, file: Uint8Array): NpyArray {
  try {
    return parseNpy(file);
  } catch (cause) {
    if (!isDataError(cause)) throw cause;
    throw new DataError("parseNpz", `${name}: ${cause.message}`, { cause });
  }
}
