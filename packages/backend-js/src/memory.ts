import { newArray, type Memory, type TypedArray } from "@piecewise/spec";

/** Buffers are typed arrays; the garbage collector frees them. */
export const memory: Memory<TypedArray> = {
  dtypes: ["float32", "float64", "int32", "bool"],
  alloc: (size, dtype) => newArray(dtype, size),
  free: () => {},
  write: (buffer, values) => buffer.set(values),
  read: async (buffer) => buffer.slice(),
};
