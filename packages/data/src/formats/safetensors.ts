import { DataError } from "../data-error.ts";
import { namedDType, storedTypeOf, storedTypes, type SafetensorsDType } from "./safetensors-dtypes.ts";
import { parseHeader } from "./safetensors-header.ts";
import { sizeOf, type StoredArray, type WritableArray } from "./stored-array.ts";

/** An array from a safetensors file. */
export interface SafetensorsArray extends StoredArray {
  /** How the file stores it: `F16` and `BF16` become a `Float32Array`, `BOOL` a `Uint8Array` of 0 and 1. */
  readonly dtype: SafetensorsDType;
}

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: Readonly<Record<string, SafetensorsArray>>;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface SafetensorsOptions {
  /** Texts to keep beside the arrays. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Reads the safetensors format, in which PyTorch's weights travel: the length of the header (8 bytes, little-endian), the
 * header (JSON), then the numbers of all arrays. Arrays share memory with `bytes` where they are aligned and stored as
 * JavaScript has them. A file that is damaged in any way is refused as a whole.
 *
 * @example
 * const bytes = await safetensorsBytes({ weight: { data: new Float32Array([1, 2]), shape: [2, 1] } });
 * const { weight } = parseSafetensors(bytes).tensors;
 * weight.dtype; // "F32"
 * weight.shape; // [2,1]
 * weight.data; // [1,2]
 */
export function parseSafetensors(bytes: Uint8Array): Safetensors {
  const { metadata, places, length } = parseHeader(bytes);
  const arrays = places.map(({ name, dtype, shape, start, end }) => {
    const data = storedTypes[dtype].decode(bytes.subarray(length + start, length + end));
    return [name, { dtype, shape, data }] as const;
  });
  return { tensors: Object.fromEntries(arrays), metadata };
}

/**
 * Arrays as one safetensors file in memory. Tensors can be given as they are: `safetensorsBytes(stateDict(model))`.
 *
 * @example
 * const bytes = await safetensorsBytes({ bias: { data: new Float32Array(3), shape: [3] } }, { metadata: { format: "pt" } });
 * parseSafetensors(bytes).metadata.format; // "pt"
 */
export async function safetensorsBytes(
  arrays: Readonly<Record<string, WritableArray>>,
  options: SafetensorsOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of safetensorsChunks(arrays, options)) chunks.push(chunk);
  const bytes = new Uint8Array(chunks.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * A safetensors file piece by piece: first the header, then one array after another, each read when it is its turn.
 *
 * @example
 * for await (const piece of safetensorsChunks({ a: { data: new Int8Array([7]), shape: [1] } })) piece.length;
 */
export async function* safetensorsChunks(
  arrays: Readonly<Record<string, WritableArray>>,
  { metadata = {} }: SafetensorsOptions = {},
): AsyncGenerator<Uint8Array> {
  const entries = Object.entries(arrays).map(([name, array]) => ({
    name,
    array,
    dtype: dtypeFor(name, array),
  }));
  // Wide numbers first: then every array is aligned, and is read without a copy.
  entries.sort((a, b) => storedTypes[b.dtype].bytes - storedTypes[a.dtype].bytes);
  yield headerBytes(entries, metadata);
  for (const { name, array, dtype } of entries) {
    const data = typeof array.data === "function" ? await array.data() : array.data;
    storedTypeOf(`${operation}, ${name}`, data, dtype);
    checkCount(name, data.length, array.shape);
    yield storedTypes[dtype].encode(data);
  }
}

const operation = "safetensors";

interface Entry {
  readonly name: string;
  readonly array: WritableArray;
  readonly dtype: SafetensorsDType;
}

function dtypeFor(name: string, { data, shape, dtype }: WritableArray): SafetensorsDType {
  if (name === "__metadata__")
    throw new DataError(
      operation,
      "an array cannot be called __metadata__; give texts as the option `metadata`",
    );
  if (typeof data === "function") return namedDType(`${operation}, ${name}`, dtype);
  checkCount(name, data.length, shape);
  return storedTypeOf(`${operation}, ${name}`, data, dtype);
}

function checkCount(name: string, count: number, shape: readonly number[]): void {
  if (count === sizeOf(shape)) return;
  throw new DataError(
    operation,
    `${name} of shape [${shape.join(", ")}] needs ${sizeOf(shape)} numbers, got ${count}`,
  );
}

function headerBytes(entries: readonly Entry[], metadata: Readonly<Record<string, string>>): Uint8Array {
  let at = 0;
  const described = entries.map(({ name, array: { shape }, dtype }) => {
    const start = at;
    at += sizeOf(shape) * storedTypes[dtype].bytes;
    return [name, { dtype, shape, data_offsets: [start, at] }] as const;
  });
  const texts = Object.keys(metadata).length === 0 ? [] : [["__metadata__", metadata] as const];
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries([...texts, ...described])));
  // Spaces at its end let the numbers begin at a multiple of 8.
  const bytes = new Uint8Array(8 + Math.ceil(header.length / 8) * 8).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(bytes.length - 8), true);
  bytes.set(header, 8);
  return bytes;
}
