import type { Batch } from "../batch-source.ts";
import { DataError } from "../data-error.ts";
import { emptyLike, rowSize, sliceRows, type Rows } from "../rows.ts";

/** Room for some rows like those of a batch. */
export class RowStore {
  readonly rows: Batch;
  readonly capacity: number;
  count = 0;

  constructor(model: Batch, capacity: number) {
    this.rows = { inputs: roomFor(model.inputs, capacity), targets: roomFor(model.targets, capacity) };
    this.capacity = capacity;
  }

  /** Copies a row of a batch to a place. */
  set(place: number, from: Batch, row: number): void {
    copyRow(this.rows.inputs, place, from.inputs, row);
    copyRow(this.rows.targets, place, from.targets, row);
  }

  push(from: Batch, row: number): void {
    this.set(this.count++, from, row);
  }

  /** All rows so far, as a batch of its own. */
  take(): Batch {
    const { inputs, targets } = this.rows;
    const batch = { inputs: sliceRows(inputs, 0, this.count), targets: sliceRows(targets, 0, this.count) };
    this.count = 0;
    return batch;
  }
}

/** More numbers than this are 1 GiB. */
const mostNumbers = 2 ** 28;

function roomFor(model: Rows, capacity: number): Rows {
  const length = capacity * rowSize(model);
  if (length > mostNumbers)
    throw new DataError(
      "streamBatches",
      `${capacity} rows of ${rowSize(model)} numbers are too many to hold; give a smaller size or buffer`,
    );
  return { data: emptyLike(model.data, length), shape: [capacity, ...model.shape.slice(1)] };
}

function copyRow(to: Rows, place: number, from: Rows, row: number): void {
  const width = rowSize(to);
  to.data.set(from.data.subarray(row * width, (row + 1) * width), place * width);
}
