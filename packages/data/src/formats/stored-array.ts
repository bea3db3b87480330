/** Numbers as files hold them; 64-bit whole numbers are `bigint`. */
export type StoredNumbers =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** An array in a file: its numbers row by row, and its shape. */
export interface StoredArray {
  readonly data: StoredNumbers;
  readonly shape: readonly number[];
}

/**
 * An array to be written. Its numbers may come later, as those of a tensor do: `{ shape, data: () => Promise }`. `dtype`
 * says how they are stored, where the typed array's own kind is not meant.
 */
export interface WritableArray {
  readonly data: StoredNumbers | (() => Promise<StoredNumbers>);
  readonly shape: readonly number[];
  readonly dtype?: string;
}

/** How many numbers an array of this shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The bytes that a typed array shows. */
export function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

type TypedArrayClass<A> = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
};

/** Bytes as numbers: the same memory where it is aligned for them, otherwise a copy. */
export function numbersOf<A extends StoredNumbers>(kind: TypedArrayClass<A>, bytes: Uint8Array): A {
  const aligned = bytes.byteOffset % kind.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new kind(aligned.buffer, aligned.byteOffset, aligned.byteLength / kind.BYTES_PER_ELEMENT);
}
