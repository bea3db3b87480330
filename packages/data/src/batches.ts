import { epochCounter, type Batch, type SyncBatches } from "./batch-source.ts";
import { DataError } from "./data-error.ts";
import { rowCount, type Dataset } from "./dataset.ts";
import { random } from "./random.ts";
import { memoryFor, sliceRows, takeRows, viewRows, type Rows } from "./rows.ts";
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
  /**
   * Each batch lies in the memory of the one before, or of the data set: only for one who reads a batch, changes nothing in it,
   * and is done with it before taking the next. It saves a copy, or the memory of one for every batch.
   */
  readonly reuse?: boolean | undefined;
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
  const { size, seed, dropLast = false, reuse = false } = options;
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
      const take =
        order === undefined ? inOrder(dataset, reuse) : shuffled(dataset, order, reuse ? size : undefined);
      for (let start = 0; start < rows; start += size) yield take(start, Math.min(start + size, rows));
    },
  };
}

/** Gives the batch from one row to another, the last not included. */
type Take = (start: number, end: number) => Batch;

function inOrder({ inputs, targets }: Dataset, reuse: boolean): Take {
  const rows = reuse ? viewRows : sliceRows;
  return (start, end) => ({ inputs: rows(inputs, start, end), targets: rows(targets, start, end) });
}

/** With a count of rows, all batches share memory for so many. */
function shuffled({ inputs, targets }: Dataset, order: Int32Array, count: number | undefined): Take {
  const memoryOf = (rows: Rows) => (count === undefined ? undefined : memoryFor(rows, count));
  const [forInputs, forTargets] = [memoryOf(inputs), memoryOf(targets)];
  return (start, end) => {
    const indices = order.subarray(start, end);
    return { inputs: takeRows(inputs, indices, forInputs), targets: takeRows(targets, indices, forTargets) };
  };
}

function checkFills(size: number, rows: number): void {
  if (size <= rows) return;
  throw new DataError(
    "batches",
    `size ${size} with dropLast leaves none of ${rows} rows; give a smaller size`,
  );
}
