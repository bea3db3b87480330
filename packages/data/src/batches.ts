import { DataError } from "./data-error.ts";
import { rowCount, type Dataset } from "./dataset.ts";
import { random } from "./random.ts";
import { sliceRows, takeRows, type Rows } from "./rows.ts";
import { permutation } from "./shuffle.ts";
import { checkWholeNumber } from "./whole-number.ts";

/** Some rows of a data set, in memory of their own. */
export interface Batch {
  readonly inputs: Rows;
  readonly targets: Rows;
}

export interface BatchOptions {
  /** Rows in a batch; the last batch may have fewer. */
  readonly size: number;
  /** Shuffles the rows. Left out: they come in the order of the data set. */
  readonly seed?: number | undefined;
  /** Each epoch has an order of its own. 0 by default. */
  readonly epoch?: number | undefined;
  /** Leaves out the last batch when it has fewer than `size` rows. */
  readonly dropLast?: boolean | undefined;
}

/**
 * A data set in batches. It may be walked more than once, each time in the same order.
 *
 * @example
 * const data = digits({ count: 128, seed: 1 });
 * for (const { inputs, targets } of batches(data, { size: 64, seed: 7, epoch: 2 })) {
 *   inputs.shape; // [64, 1, 28, 28]
 * }
 */
export function batches(dataset: Dataset, options: BatchOptions): Iterable<Batch> {
  const { size, seed, epoch = 0, dropLast = false } = options;
  checkWholeNumber("batches", "size", size, 1);
  checkWholeNumber("batches", "epoch", epoch, 0);
  const rows = rowCount(dataset);
  if (dropLast) checkFills(size, rows);
  const order = seed === undefined ? undefined : permutation(rows, random(seed, epoch));
  const end = dropLast ? rows - (rows % size) : rows;
  return {
    *[Symbol.iterator]() {
      for (let start = 0; start < end; start += size)
        yield batch(dataset, order, start, Math.min(start + size, end));
    },
  };
}

function batch(
  { inputs, targets }: Dataset,
  order: Int32Array | undefined,
  start: number,
  end: number,
): Batch {
  if (order === undefined) {
    return { inputs: sliceRows(inputs, start, end), targets: sliceRows(targets, start, end) };
  }
  const indices = order.subarray(start, end);
  return { inputs: takeRows(inputs, indices), targets: takeRows(targets, indices) };
}

function checkFills(size: number, rows: number): void {
  if (size <= rows) return;
  throw new DataError(
    "batches",
    `size ${size} with dropLast leaves none of ${rows} rows; give a smaller size`,
  );
}
