import type { Augmentation, BatchSource, Dataset } from "@piecewise/data";
import type { Optimizer } from "@piecewise/optimizers";
import { DataError, type Random } from "@piecewise/tensor";
import { batchesIn, checkData, isSource } from "./batch-source.ts";
import type { Callback, EpochResult } from "./callback.ts";
import type { CheckpointStore } from "./checkpoints/store.ts";
import type { ClassWeights } from "./class-weights.ts";
import type { Loss } from "./loss.ts";
import type { Metric } from "./metric.ts";
import type { Clip } from "./step-gradients.ts";
import type { Means } from "./totals.ts";
import type { TrainingControl } from "./training-control.ts";

/** What `fit` needs besides the model. */
export interface FitOptions {
  /** Rows in memory, or batches that come one after another and are walked once an epoch. */
  readonly data: Dataset | BatchSource;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** How often to go through the data; 1 unless given. */
  readonly epochs?: number;
  /** How many steps to take, in place of epochs. */
  readonly steps?: number;
  /** Rows in a batch; 32 unless given. The last batch of an epoch may have fewer. */
  readonly batchSize?: number;
  /**
   * How many batches make one step; 1 unless given. The step is taken on the mean over all of their rows, as a batch of that size
   * would have it, with the memory of a small one.
   */
  readonly accumulate?: number;
  /** Limits the gradients of a step before the optimizer gets them. */
  readonly clip?: Clip;
  /** A factor for each class, handed to the loss as its option `classWeights`; "balanced" lets all classes count alike. */
  readonly classWeights?: ClassWeights;
  /** Measured after every epoch, unless `validateEvery` says otherwise, and at the end. */
  readonly validation?: Dataset | BatchSource;
  /** After how many epochs, or after how many steps, to measure validation data. */
  readonly validateEvery?: number | { readonly steps: number };
  readonly metrics?: readonly Metric[];
  /** What watches; false, null and undefined are left out, so that `isSlow && progressBar(…)` may stand among them. */
  readonly callbacks?: readonly (Callback | false | null | undefined)[];
  /** Decides the order of the rows and what layers such as dropout draw; 0 unless given. */
  readonly seed?: number;
  /** False takes the rows in their own order. */
  readonly shuffle?: boolean;
  /** Changes the rows of a dataset at random, anew in each epoch, such as `[shift(2), rotate(10)]`. */
  readonly augment?: readonly Augmentation[];
  /** Ends training within one step, with the parameters as that step left them; a measuring that has begun is finished. */
  readonly signal?: AbortSignal;
  /** Lets training wait and go on. */
  readonly control?: TrainingControl;
  /** A folder or a store of checkpoints: goes on from the last one there, if there is one, with the same bits. */
  readonly resume?: string | CheckpointStore;
  /** Generators that layers or data have of their own, by names for checkpoints to keep their states under. */
  readonly generators?: Readonly<Record<string, Random>>;
}

/** What training came to. */
export interface History {
  readonly epochs: readonly EpochResult[];
  /** What was measured every so many steps, if `validateEvery` asked for that. */
  readonly validations?: readonly Validation[];
  /** Why it ended before its last epoch, if it did. */
  readonly stopped?: string;
}

/** Validation data as they were measured after a step. */
export interface Validation {
  readonly totalSteps: number;
  readonly means: Means;
}

/** How long a run is: epochs may be Infinity where steps are counted, steps where epochs are. */
export interface Length {
  readonly epochs: number;
  readonly steps: number;
  /** How many steps an epoch has, where that is known. */
  readonly stepsInEpoch: number | undefined;
}

/** How long the options say the run is. */
export function lengthOf({ data, epochs, steps, batchSize = 32, accumulate = 1 }: FitOptions): Length {
  const batches = batchesIn(data, batchSize);
  const stepsInEpoch = batches === undefined ? undefined : Math.ceil(batches / accumulate);
  if (steps === undefined) return { epochs: epochs ?? 1, steps: Infinity, stepsInEpoch };
  return {
    epochs: stepsInEpoch === undefined ? Infinity : Math.ceil(steps / stepsInEpoch),
    steps,
    stepsInEpoch,
  };
}

/** Throws at options that cannot be right. */
export function checkOptions(options: FitOptions): void {
  const {
    data,
    validation,
    epochs = 1,
    steps = 1,
    batchSize = 32,
    accumulate = 1,
    validateEvery = 1,
  } = options;
  const every = typeof validateEvery === "number" ? validateEvery : validateEvery.steps;
  for (const [name, value] of Object.entries({ epochs, steps, batchSize, accumulate, validateEvery: every }))
    if (!Number.isInteger(value) || value < 1)
      throw new DataError("fit", `${name} must be a whole number above 0, got ${value}`);
  if (options.epochs !== undefined && options.steps !== undefined)
    throw new DataError("fit", `got ${epochs} epochs and ${steps} steps; give one of them`);
  const { clip } = options;
  const limit = clip === undefined ? 0 : "value" in clip ? clip.value : clip.norm;
  if (!(limit >= 0)) throw new DataError("fit", `clip must have a norm or a value, at least 0; got ${limit}`);
  if (isSource(data) && options.shuffle === true)
    throw new DataError("fit", "a source of batches has its own order; shuffle where it is made");
  if (isSource(data) && options.augment !== undefined)
    throw new DataError("fit", "a source of batches is augmented where it is made: augment(source, …)");
  checkData(data);
  if (validation !== undefined) checkData(validation);
}
