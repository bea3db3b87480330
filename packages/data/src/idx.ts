import { DataError } from "./data-error.ts";
import type { Rows } from "./rows.ts";

/** The kinds of numbers in IDX files. */
export type IdxKind = "uint8" | "int8" | "int16" | "int32" | "float32" | "float64";

/**
 * What an IDX file holds. Signed whole numbers become an `Int32Array`, and real numbers a `Float32Array`: `float64` is
 * rounded.
 */
export interface Idx extends Rows {
  /** The kind of the numbers in the file. */
  readonly kind: IdxKind;
}

/**
 * Reads the IDX format, in which MNIST comes: two zero bytes, a code for the kind of numbers, the number of
 * dimensions, their sizes as big-endian words, then the numbers. The bytes must be unzipped: see {@link gunzip}.
 *
 * @example
 * const { kind, shape, data } = parseIdx(new Uint8Array([0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4]));
 * kind; // "uint8"
 * shape; // [3]
 * data; // [5, 0, 4]
 */
export function parseIdx(bytes: Uint8Array): Idx {
  const { format, shape, start } = idxHeader(bytes);
  const count = shape.reduce((product, size) => product * size, 1);
  checkLength(bytes.length, start + count * format.bytes, shape);
  return { kind: format.kind, shape, data: format.read(viewOf(bytes), start, count) };
}

/** What stands before the numbers: their kind, the sizes, and where the numbers begin. */
export function idxHeader(bytes: Uint8Array): { format: IdxFormat; shape: number[]; start: number } {
  const format = formatOf(bytes);
  const shape = shapeOf(viewOf(bytes));
  return { format, shape, start: headerLength(shape.length) };
}

/** How long the header is that begins with these four bytes. */
export function idxHeaderLength(beginning: Uint8Array): number {
  return headerLength(beginning[3] ?? 0);
}

/** The same bytes, to read numbers of other sizes from. */
export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

/** A kind of numbers: how many bytes one has, and how to read many. */
export interface IdxFormat {
  readonly kind: IdxKind;
  readonly bytes: number;
  read(view: DataView, start: number, count: number): Rows["data"];
}

const formats: Readonly<Record<number, IdxFormat>> = {
  0x08: {
    kind: "uint8",
    bytes: 1,
    read: ({ buffer, byteOffset }, start, count) => new Uint8Array(buffer, byteOffset + start, count).slice(),
  },
  0x09: { kind: "int8", bytes: 1, read: integers((view, at) => view.getInt8(at), 1) },
  0x0b: { kind: "int16", bytes: 2, read: integers((view, at) => view.getInt16(at), 2) },
  0x0c: { kind: "int32", bytes: 4, read: integers((view, at) => view.getInt32(at), 4) },
  0x0d: { kind: "float32", bytes: 4, read: reals((view, at) => view.getFloat32(at), 4) },
  0x0e: { kind: "float64", bytes: 8, read: reals((view, at) => view.getFloat64(at), 8) },
};

type ReadOne = (view: DataView, at: number) => number;

function integers(readOne: ReadOne, bytes: number): IdxFormat["read"] {
  return (view, start, count) => new Int32Array(count).map((_, i) => readOne(view, start + i * bytes));
}

function reals(readOne: ReadOne, bytes: number): IdxFormat["read"] {
  return (view, start, count) => new Float32Array(count).map((_, i) => readOne(view, start + i * bytes));
}

function formatOf(bytes: Uint8Array): IdxFormat {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new DataError("parseIdx", "the bytes are gzip; unzip them with `gunzip` first");
  }
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) {
    throw new DataError("parseIdx", `found ${firstBytes(bytes)}, expected 00 00 first; give an IDX file`);
  }
  const format = formats[bytes[2]];
  if (format !== undefined) return format;
  throw new DataError(
    "parseIdx",
    `unknown kind of numbers in ${firstBytes(bytes)}; the third byte is 08, 09 or 0b to 0e`,
  );
}

function firstBytes(bytes: Uint8Array): string {
  const digits = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0"));
  return digits.length === 0 ? "no bytes" : `the bytes ${digits.join(" ")}`;
}

function shapeOf(view: DataView): number[] {
  const dimensions = view.getUint8(3);
  if (dimensions < 1 || dimensions > 16) {
    throw new DataError("parseIdx", `found ${dimensions} dimensions, expected 1 to 16; give an IDX file`);
  }
  checkHeader(view.byteLength, dimensions);
  return Array.from({ length: dimensions }, (_, axis) => view.getUint32(headerLength(axis)));
}

const headerLength = (dimensions: number): number => 4 + 4 * dimensions;

function checkHeader(found: number, dimensions: number): void {
  const expected = headerLength(dimensions);
  if (found >= expected) return;
  throw new DataError(
    "parseIdx",
    `found ${found} bytes, expected at least ${expected} for ${dimensions} dimensions; the file is cut short`,
  );
}

function checkLength(found: number, expected: number, shape: readonly number[]): void {
  if (found === expected) return;
  const remedy =
    found > expected ? "remove what follows the numbers" : "the file is cut short, or its sizes are wrong";
  throw new DataError(
    "parseIdx",
    `found ${found} bytes, expected ${expected} for shape [${shape.join(", ")}]; ${remedy}`,
  );
}
