import { DataError } from "../data-error.ts";
import { float16 } from "./half.ts";
import { bytesOf, numbersOf, sizeOf, type StoredArray, type StoredNumbers } from "./stored-array.ts";

/** An array from an .npy file. */
export interface NpyArray extends StoredArray {
  /** NumPy's name of the kind: `float32`, `int64`, `bool` … `float16` becomes a `Float32Array`. */
  readonly dtype: string;
}

/** By NumPy's codes without the byte order: how many bytes a number has, its name, and how to read it. */
const kinds: Readonly<Record<string, { readonly name: string; decode(bytes: Uint8Array): StoredNumbers }>> = {
  f8: { name: "float64", decode: (bytes) => numbersOf(Float64Array, bytes) },
  f4: { name: "float32", decode: (bytes) => numbersOf(Float32Array, bytes) },
  f2: { name: "float16", decode: float16.decode },
  i8: { name: "int64", decode: (bytes) => numbersOf(BigInt64Array, bytes) },
  i4: { name: "int32", decode: (bytes) => numbersOf(Int32Array, bytes) },
  i2: { name: "int16", decode: (bytes) => numbersOf(Int16Array, bytes) },
  i1: { name: "int8", decode: (bytes) => numbersOf(Int8Array, bytes) },
  u8: { name: "uint64", decode: (bytes) => numbersOf(BigUint64Array, bytes) },
  u4: { name: "uint32", decode: (bytes) => numbersOf(Uint32Array, bytes) },
  u2: { name: "uint16", decode: (bytes) => numbersOf(Uint16Array, bytes) },
  u1: { name: "uint8", decode: (bytes) => numbersOf(Uint8Array, bytes) },
  b1: { name: "bool", decode: (bytes) => numbersOf(Uint8Array, bytes) },
};

/**
 * Reads NumPy's .npy format (versions 1 to 3): real and whole numbers and booleans of either byte order. What is stored
 * column by column (Fortran's order) is put in rows. Shares memory with `bytes` where nothing has to be moved.
 *
 * @example
 * const { dtype, shape, data } = parseNpy(npyBytes({ data: new Int32Array([1, 2, 3]), shape: [3] }));
 * dtype; // "int32"
 * data; // [1,2,3]
 */
export function parseNpy(bytes: Uint8Array): NpyArray {
  const { start, text } = headerOf(bytes);
  const { order, code, shape, columnsFirst } = parsedHeader(text);
  const kind = kinds[code];
  const width = Number(code[1]);
  const expected = sizeOf(shape) * width;
  const found = bytes.length - start;
  if (found !== expected)
    refuse(
      `found ${found} bytes after the header, expected ${expected} for ${code} of shape [${shape.join(", ")}]`,
    );
  const stored = bytes.subarray(start);
  const data = kind.decode(order === ">" && width > 1 ? swapped(stored, width) : stored);
  return { dtype: kind.name, shape, data: columnsFirst ? rowsFirst(data, shape) : data };
}

/**
 * An array in NumPy's .npy format, as `numpy.load` reads it. A `Uint8Array` of 0 and 1 with the dtype `bool` is stored as
 * booleans.
 *
 * @example
 * npyBytes({ data: new Float32Array([0.5]), shape: [] }).length; // 132
 */
export function npyBytes({
  data,
  shape,
  dtype,
}: StoredArray & { readonly dtype?: string }): Uint8Array<ArrayBuffer> {
  if (data.length !== sizeOf(shape))
    throw new DataError(
      "npyBytes",
      `shape [${shape.join(", ")}] needs ${sizeOf(shape)} numbers, got ${data.length}`,
    );
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const header = `{'descr': '${dtype === "bool" ? "|b1" : codeOf(data)}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // Spaces and a line's end let the numbers begin at a multiple of 64.
  const start = Math.ceil((10 + header.length + 1) / 64) * 64;
  const bytes = new Uint8Array(start + data.byteLength).fill(0x20, 0, start);
  bytes.set([...magic, 1, 0, (start - 10) & 255, (start - 10) >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes[start - 1] = 0x0a;
  bytes.set(bytesOf(data), start);
  return bytes;
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

function refuse(found: string, remedy = "the file is damaged or no .npy file"): never {
  throw new DataError("parseNpy", `${found}; ${remedy}`);
}

function headerOf(bytes: Uint8Array): { start: number; text: string } {
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte))
    refuse("it does not begin as .npy files do");
  const version = bytes[6];
  if (version < 1 || version > 3) refuse(`found version ${version}.${bytes[7]}`, "versions 1 to 3 are read");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const from = version === 1 ? 10 : 12;
  if (bytes.length < from) refuse(`found ${bytes.length} bytes`, "the file is cut short");
  const start = from + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (start > bytes.length)
    refuse(`the header ends at byte ${start} of ${bytes.length}`, "the file is cut short");
  return {
    start,
    text: new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(from, start)),
  };
}

/** The header is a Python dictionary of three entries, in any order. */
function parsedHeader(text: string) {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (descr === undefined || fortran === undefined || sizes === undefined)
    return refuse(
      `found the header ${JSON.stringify(text.trim().slice(0, 100))}`,
      "it must name descr, fortran_order and shape",
    );
  const [order, code] = [descr[0], descr.slice(1)];
  if (!"<>|=".includes(order) || !Object.hasOwn(kinds, code))
    return refuse(
      `numbers of the kind ${descr} are not read`,
      `only ${Object.keys(kinds).join(", ")}; use astype first`,
    );
  const shape = sizes
    .split(",")
    .filter((size) => size.trim() !== "")
    .map(Number);
  if (!shape.every(Number.isSafeInteger) || !Number.isSafeInteger(sizeOf(shape)))
    return refuse(`found the shape (${sizes})`);
  return { order, code, shape, columnsFirst: fortran === "True" };
}

function codeOf(data: StoredNumbers): string {
  const letter = /Float/.test(data.constructor.name) ? "f" : /Uint/.test(data.constructor.name) ? "u" : "i";
  return `${data.BYTES_PER_ELEMENT === 1 ? "|" : "<"}${letter}${data.BYTES_PER_ELEMENT}`;
}

function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const copy = bytes.slice();
  for (let at = 0; at < copy.length; at += width) copy.subarray(at, at + width).reverse();
  return copy;
}

/** The element at [i, j, k] lies at i + I · (j + J · k): the last axis changes slowest. */
function rowsFirst(data: StoredNumbers, shape: readonly number[]): StoredNumbers {
  const result = data.slice();
  const index = shape.map(() => 0);
  for (let at = 0; at < data.length; at++) {
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) from = from * shape[axis] + index[axis];
    result[at] = data[from];
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
  return result;
}
