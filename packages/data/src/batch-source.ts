import { DataError } from "./data-error.ts";
import type { Rows } from "./rows.ts";
import { checkWholeNumber } from "./whole-number.ts";

/** Some rows of a data set, in memory of their own. */
export interface Batch {
  readonly inputs: Rows;
  readonly targets: Rows;
}

/** How much one walk over a source gives, where that is known before. */
export interface BatchCounts {
  readonly rows?: number | undefined;
  readonly steps?: number | undefined;
}

/** Batches that are there at once. */
export type SyncBatches = Iterable<Batch> & BatchCounts;

/** Batches that come as they are read. */
export type AsyncBatches = AsyncIterable<Batch> & BatchCounts;

/** Batches one after another. A walk over them is an epoch; all but generators can be walked again. */
export type BatchSource = SyncBatches | AsyncBatches;

/**
 * The same batches, each changed by a function as it comes: scaled, for instance.
 *
 * @example
 * const data = moons({ count: 10, seed: 1 });
 * const scaled = mapBatches(batches(data, { size: 5 }), normalizer(data).apply);
 * scaled.steps; // 2
 */
export function mapBatches(source: SyncBatches, change: (batch: Batch) => Batch): SyncBatches;
export function mapBatches(source: BatchSource, change: (batch: Batch) => Batch): BatchSource;
export function mapBatches(source: BatchSource, change: (batch: Batch) => Batch): BatchSource {
  return changed("mapBatches", source, () => change);
}

/** Numbers the walks over a source from 0 on; if an epoch is given, every walk is that one. */
export function epochCounter(operation: string, epoch: number | undefined): () => number {
  if (epoch !== undefined) checkWholeNumber(operation, "epoch", epoch, 0);
  let next = 0;
  return () => epoch ?? next++;
}

/** A source of which each batch is changed by the function that `begin` makes for a walk. */
export function changed(
  operation: string,
  source: BatchSource,
  begin: () => (batch: Batch) => Batch,
): BatchSource {
  const { rows, steps } = source;
  if (isAsync(source)) {
    const walk = async function* () {
      const change = begin();
      for await (const batch of fresh(operation, source)) yield change(batch);
    };
    return { rows, steps, [Symbol.asyncIterator]: walk };
  }
  const walk = function* () {
    const change = begin();
    for (const batch of fresh(operation, source)) yield change(batch);
  };
  return { rows, steps, [Symbol.iterator]: walk };
}

/** Whether batches come as they are read. */
export const isAsync = (source: BatchSource): source is AsyncBatches => Symbol.asyncIterator in source;

const walked = new WeakSet<object>();

/** Refuses to walk a generator again, which would give nothing and not say so. */
export function fresh<S extends BatchSource>(operation: string, source: S): S {
  if (!("next" in source)) return source;
  if (walked.has(source))
    throw new DataError(
      operation,
      "its source is a generator, which can be walked once; give an object whose iterator begins anew",
    );
  walked.add(source);
  return source;
}
