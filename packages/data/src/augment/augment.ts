import { changed, epochCounter, type Batch, type BatchSource, type SyncBatches } from "../batch-source.ts";
import type { Dataset } from "../dataset.ts";
import { random, type RandomNumbers } from "../random.ts";

/** Changes a batch into one of its own; `numbers` has random numbers for each of its rows. */
export type Augmentation = (batch: Batch, numbers: readonly RandomNumbers[]) => Batch;

export interface AugmentOptions {
  readonly seed: number;
  /** Left out: each walk over the batches is the next epoch, from 0 on. A data set is changed as in epoch 0. */
  readonly epoch?: number | undefined;
}

/**
 * Changes rows at random, one augmentation after the other: a data set at once, batches as they are walked, so that each
 * epoch sees other variants. What happens to a row depends on the seed, the epoch and its place in the epoch, and, but for
 * `mixup`, not on the size of batches.
 *
 * An augmentation of your own is a function `(batch, numbers) => batch` that leaves the batch it is given as it is.
 *
 * @example
 * const training = batches(digits({ count: 100, seed: 1 }), { size: 50, seed: 1 });
 * const varied = augment(training, [shift(2), rotate(10), gaussianNoise(0.05)], { seed: 1 });
 * for (const { inputs } of varied) inputs.shape; // [50,1,28,28]
 */
export function augment<S extends Dataset>(
  source: S,
  augmentations: readonly Augmentation[],
  options: AugmentOptions,
): S;
export function augment(
  source: SyncBatches,
  augmentations: readonly Augmentation[],
  options: AugmentOptions,
): SyncBatches;
export function augment(
  source: BatchSource,
  augmentations: readonly Augmentation[],
  options: AugmentOptions,
): BatchSource;
export function augment(
  source: Dataset | BatchSource,
  augmentations: readonly Augmentation[],
  options: AugmentOptions,
): Dataset | BatchSource {
  const nextEpoch = epochCounter("augment", options.epoch);
  const begin = () => changesOf(augmentations, options.seed, nextEpoch());
  if ("inputs" in source) return augmented(source, begin());
  return changed("augment", source, begin);
}

/** The changes of one epoch, batch after batch. */
function changesOf(
  augmentations: readonly Augmentation[],
  seed: number,
  epoch: number,
): (batch: Batch) => Batch {
  let stream = (firstStream + epoch) * 2 ** 32;
  return (batch) => {
    const numbers = Array.from({ length: batch.inputs.shape[0] }, () => random(seed, stream++));
    return augmentations.reduce((rows, augmentation) => augmentation(rows, numbers), batch);
  };
}

/** Far from the streams that shuffles and generators draw from, which may have the same seed. */
const firstStream = 2 ** 20;

/** Where labels became probabilities, the names of classes no longer name them. */
function augmented({ classes, ...data }: Dataset, change: (batch: Batch) => Batch): Dataset {
  const { inputs, targets } = change(data);
  const kept = targets.shape.length === 1 && classes !== undefined ? { classes } : {};
  return { ...data, ...kept, inputs, targets };
}
