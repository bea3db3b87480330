import { DataError } from "./data-error.ts";

/** Numbers in rows: `shape[0]` rows, one after another. */
export interface Rows {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
}

/** How many numbers one row holds. */
export function rowSize({ shape }: Rows): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}

/** A copy of the rows at `indices`, in that order; in `memory`, where some is given. The indices must be in range. */
export function takeRows(rows: Rows, indices: ArrayLike<number>, memory?: Rows["data"]): Rows {
  const width = rowSize(rows);
  const size = indices.length * width;
  const data = memory === undefined ? emptyLike(rows.data, size) : memory.subarray(0, size);
  for (let row = 0; row < indices.length; row++) {
    const from = indices[row] * width;
    data.set(rows.data.subarray(from, from + width), row * width);
  }
  return { data, shape: [indices.length, ...rows.shape.slice(1)] };
}

/** A copy of the rows from `start` to `end`, the last not included. */
export function sliceRows(rows: Rows, start: number, end: number): Rows {
  const width = rowSize(rows);
  return {
    data: rows.data.slice(start * width, end * width),
    shape: [end - start, ...rows.shape.slice(1)],
  };
}

/** Refuses sizes that are no sizes, and numbers that do not fill them. */
export function checkRows(operation: string, name: string, rows: Rows): void {
  const { data, shape } = rows;
  const text = `[${shape.join(", ")}]`;
  if (shape.length === 0 || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw new DataError(operation, `${name} of shape ${text}; give whole numbers, the number of rows first`);
  }
  const size = shape[0] * rowSize(rows);
  if (size === data.length) return;
  throw new DataError(
    operation,
    `${name} of shape ${text} need ${size} numbers, got ${data.length}; correct the shape or the data`,
  );
}

/** A typed array of the same kind. */
/** Memory for so many rows of the same kind. */
export function memoryFor(rows: Rows, count: number): Rows["data"] {
  return emptyLike(rows.data, count * rowSize(rows));
}

/** The rows from `start` to `end`, the last not included, in the memory that they are in. */
export function viewRows(rows: Rows, start: number, end: number): Rows {
  const width = rowSize(rows);
  return {
    data: rows.data.subarray(start * width, end * width),
    shape: [end - start, ...rows.shape.slice(1)],
  };
}

/** Memory for so many numbers of the same kind. */
export function emptyLike(data: Rows["data"], length: number): Rows["data"] {
  if (data instanceof Float32Array) return new Float32Array(length);
  return data instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length);
}
