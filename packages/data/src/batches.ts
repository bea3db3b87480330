import { epochCounter, type Batch, type SyncBatches } from "./batch-source.ts";
import { DataError } from "./data-error.ts";
import { rowCount, type Dataset } from "./dataset.ts";
import { random } from "./random.ts";
import { sliceRows, takeRows } from "./rows.ts";
import { permutation } from "./shuffle.ts";
import { checkWholeNumber } from "./whole-number.ts";

export interface BatchOptions {
  /** Rows in a batch; the last batch may have fewer. */
  readonly size: number;
  /** Shuffles the rows. Left out: they come in the order of the data set. */
  readonly seed?: number | undefined;
  /** Each epoch has an order of its own. Left out: the first walk over the batches is epoch 0, the next one epoch 1. */
  readonly epoch?: number | undefined;
  /** Leaves out the last batch when it has fewer than `size` rows. */
  readonly dropLast?: boolean | undefined;
}

/**
 * A data set in batches. It may be walked more than once: with a seed, each walk has an order of its own unless an epoch
 * is given.
 *
 * @example
 * const data = digits({ count: 128, seed: 1 });
 * for (const { inputs, targets } of batches(data, { size: 64, seed: 7, epoch: 2 })) {
 *   inputs.shape; // [64, 1, 28, 28]
 * }
 */
export function batches(dataset: Dataset, options: BatchOptions): SyncBatches {
  const { size, seed, dropLast = false } = options;
  checkWholeNumber("batches", "size", size, 1);
  const nextEpoch = epochCounter("batches", options.epoch);
  const count = rowCount(dataset);
  if (dropLast) checkFills(size, count);
  const rows = dropLast ? count - (count % size) : count;
  return {
    rows,
    steps: Math.ceil(rows / size),
    *[Symbol.iterator]() {
      const order = seed === undefined ? undefined : permutation(count, random(seed, nextEpoch()));
      for (let start = 0; start < rows; start += size)
        yield batch(dataset, order, start, Math.min(start + size, rows));
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
