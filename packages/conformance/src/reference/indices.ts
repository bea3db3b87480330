import { sizeOf, type Shape } from "@piecewise/spec";

/** Calls `visit` with the index of every element, in row-major order. The index is the same array each time. */
export function forEachIndex(shape: Shape, visit: (index: readonly number[], at: number) => void): void {
  const index = shape.map(() => 0);
  const size = sizeOf(shape);
  for (let at = 0; at < size; at++) {
    visit(index, at);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (++index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
}

/** Where the element at an index lies in a row-major array. */
export function flat(index: readonly number[], shape: Shape): number {
  return index.reduce((at, i, axis) => at * shape[axis] + i, 0);
}

/** Where the element at an index lies in a view. */
export function strided(index: readonly number[], strides: readonly number[], offset = 0): number {
  return index.reduce((at, i, axis) => at + i * strides[axis], offset);
}
