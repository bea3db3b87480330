import type { WritableArray } from "@piecewise/data";

/** Arrays and a value that JSON can hold, NaN and infinities included: what is kept in a checkpoint. */
export interface SavedArrays {
  readonly arrays: Readonly<Record<string, WritableArray>>;
  readonly values: Values;
}

/** What JSON can hold, and numbers that it cannot. */
export type Value = string | number | boolean | null | readonly Value[] | Values;

/** Values by name. */
export interface Values {
  readonly [name: string]: Value | undefined;
}

/** Arrays as a file gives them back. */
export interface LoadedArrays {
  readonly arrays: Readonly<Record<string, LoadedArray>>;
  readonly values: Values;
}

/** An array as a file gives it back. */
export interface LoadedArray {
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
}
