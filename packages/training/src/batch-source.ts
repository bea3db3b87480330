import { augment, batches, DataError, dataset, rowCount, type Augmentation } from "@piecewise/data";
import type { Batch, BatchSource, Dataset } from "@piecewise/data";

/** How the batches of an epoch are made. A source makes its own, so only `skip` and `signal` matter to it. */
export interface Walk {
  readonly batchSize: number;
  /** Left out: the rows come in their own order. */
  readonly seed?: number | undefined;
  readonly epoch?: number;
  /** Changes the rows, by a seed, the epoch and the place in the epoch. */
  readonly augment?: { readonly by: readonly Augmentation[]; readonly seed: number } | undefined;
  /** How many batches to leave out at first. */
  readonly skip?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Whether the data are a source of batches, not rows in memory. */
export function isSource(data: Dataset | BatchSource): data is BatchSource {
  return Symbol.iterator in data || Symbol.asyncIterator in data;
}

/** Throws unless the data are rows that fit together, or a source of batches. */
export function checkData(data: Dataset | BatchSource): void {
  if (!isSource(data)) dataset(data);
}

/** How many rows there are, where that is known. */
export function rowsIn(data: Dataset | BatchSource): number | undefined {
  return isSource(data) ? data.rows : rowCount(data);
}

/** How many batches an epoch has, where that is known. */
export function batchesIn(data: Dataset | BatchSource, batchSize: number): number | undefined {
  return isSource(data) ? data.steps : Math.ceil(rowCount(data) / batchSize);
}

/**
 * Lets a source that counts its walks, as those of `data` do, count those of epochs that were done in an earlier process. A
 * generator has no second walk.
 */
export async function passEpochs(data: Dataset | BatchSource, epochs: number): Promise<void> {
  if (!isSource(data) || "next" in data) return;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const iterator = iteratorOf(data);
    await iterator.next();
    await iterator.return?.();
  }
}

/** The batches of an epoch. They end early when the signal aborts, also while one is waited for. */
export async function* walk(data: Dataset | BatchSource, options: Walk): AsyncGenerator<Batch> {
  const { skip = 0, signal } = options;
  const source = isSource(data) ? data : epochOf(data, options);
  const iterator = iteratorOf(source);
  let place = 0;
  try {
    for (;;) {
      const next = iterator.next();
      const result = next instanceof Promise ? await orAborted(next, signal) : next;
      if (result.done === true) break;
      if (place++ >= skip) yield result.value;
    }
  } finally {
    // Nobody waits: a source that is asked to end while it reads ends when it has read.
    Promise.resolve(iterator.return?.()).catch(() => {});
  }
  if (place === 0 && signal?.aborted !== true) throw new DataError("fit", nothing);
}

function epochOf(data: Dataset, { batchSize, seed, epoch, augment: change }: Walk): BatchSource {
  const plain = batches(data, { size: batchSize, seed, epoch });
  return change === undefined ? plain : augment(plain, change.by, { seed: change.seed, epoch });
}

function iteratorOf(source: BatchSource): Iterator<Batch, unknown> | AsyncIterator<Batch, unknown> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

const nothing =
  "the source gave no batch; give one that has some, and that can be walked once more in every epoch";

/** The promise's result, or the end if the signal aborts before. */
async function orAborted(
  next: Promise<IteratorResult<Batch, unknown>>,
  signal: AbortSignal | undefined,
): Promise<IteratorResult<Batch, unknown>> {
  if (signal === undefined) return next;
  let stopWaiting = () => {};
  const aborted = new Promise<IteratorResult<Batch, unknown>>((resolve) => {
    stopWaiting = () => resolve({ done: true, value: undefined });
    signal.addEventListener("abort", stopWaiting);
  });
  try {
    return signal.aborted ? { done: true, value: undefined } : await Promise.race([next, aborted]);
  } finally {
    signal.removeEventListener("abort", stopWaiting);
  }
}
