import type { Batch } from "@piecewise/data";
import type { Layer } from "@piecewise/layers";
import type { Optimizer } from "@piecewise/optimizers";
import type { Random } from "@piecewise/tensor";
import type { Loss } from "./loss.ts";
import type { LoadedArrays, SavedArrays } from "./saved-arrays.ts";
import type { StepObserver } from "./step-observer.ts";
import type { Means } from "./totals.ts";

/** What a callback can see and do at any time. */
export interface TrainingEvent {
  /** Counts from 1. */
  readonly epoch: number;
  /** How many there will be; Infinity where steps are counted and nobody knows how many an epoch has. */
  readonly epochs: number;
  /** Ends training after this step; the reason is kept in the history. */
  readonly stop: (reason: string) => void;
  /** Lets training wait after this step, until `resume` of the run's control. */
  readonly pause: () => void;
}

/** Before the first epoch. */
export interface StartEvent extends Omit<TrainingEvent, "epoch"> {
  readonly model: Layer;
  readonly optimizer: Optimizer;
  /** As it is called in each step, class weights included. */
  readonly loss: Loss;
  /** The generators that a checkpoint keeps: `fit` for what layers draw, `shared`, and those given as `generators`. */
  readonly generators: Readonly<Record<string, Random>>;
  /** Whether the run goes on from a checkpoint. The callback's state, if there is one, was loaded before. */
  readonly resumed: boolean;
  /** Whether `fit` was given validation data. */
  readonly validates: boolean;
}

/** Before each epoch, and when one that was interrupted goes on. */
export interface EpochStartEvent extends TrainingEvent {
  /** In an epoch, where that is known. */
  readonly steps?: number | undefined;
  readonly rowsInEpoch?: number | undefined;
}

/** Before each step. */
export interface StepStartEvent extends TrainingEvent {
  /** Counts from 1 in every epoch. */
  readonly step: number;
  /** What the step will be taken on. */
  readonly batches: readonly Batch[];
}

/** After each step. */
export interface StepEvent extends TrainingEvent {
  /** Counts from 1 in every epoch. */
  readonly step: number;
  /** How many the epoch has, where that is known. */
  readonly steps?: number | undefined;
  /** Counts from 1 and through all epochs. */
  readonly totalSteps: number;
  /** Rows seen in this epoch. */
  readonly rows: number;
  /** The loss of this step. Reading waits for the device. */
  readonly loss: () => Promise<number>;
  /** The means over this epoch so far. Reading waits for the device. */
  readonly means: () => Promise<Means>;
}

/** After validation data were measured. */
export interface ValidationEvent extends TrainingEvent {
  readonly totalSteps: number;
  readonly means: Means;
}

/** After each epoch. */
export interface EpochEvent extends TrainingEvent {
  readonly totalSteps: number;
  readonly result: EpochResult;
}

/** What an epoch came to. */
export interface EpochResult {
  readonly epoch: number;
  /** The means over the epoch, while the model was changing. */
  readonly training: Means;
  /** The means over the validation data after the epoch, when they were measured. */
  readonly validation?: Means;
  /** How long training took, validation not included. */
  readonly seconds: number;
  readonly samplesPerSecond: number;
}

/** However training ended. */
export interface EndEvent {
  /** Why it ended before its last epoch, if it did: "aborted", or the reason that a callback gave. */
  readonly stopped?: string | undefined;
  /** What made it fail, if it did. */
  readonly error?: unknown;
}

/** When all callbacks have seen a step or an epoch, and nothing is under way: here a run may be saved. */
export interface SettledEvent {
  /** Counts from 1 and through all epochs. */
  readonly totalSteps: number;
  readonly epoch: number;
  /** There when an epoch has just ended. */
  readonly result?: EpochResult;
  /** Whether the run ends here. */
  readonly isLast: boolean;
  /** All that a later run needs to go on from here with the same bits. */
  readonly state: () => Promise<SavedArrays>;
}

/** Watches training from wherever it runs. Every method is optional; training waits for those that are asynchronous. */
export interface Watcher {
  onEpochStart?(event: EpochStartEvent): void | Promise<void>;
  onStep?(event: StepEvent): void | Promise<void>;
  onValidation?(event: ValidationEvent): void | Promise<void>;
  onEpochEnd?(event: EpochEvent): void | Promise<void>;
  /** However training ended: done, stopped, aborted or failed. */
  onEnd?(event: EndEvent): void | Promise<void>;
}

/** Watches training from beside the model, and may keep something of its own in checkpoints. */
export interface Callback extends Watcher {
  onStart?(event: StartEvent): void | Promise<void>;
  /** Before each step: gives what looks into it, or nothing. A step that is looked into takes longer. */
  observeStep?(): StepObserver | undefined;
  onStepStart?(event: StepStartEvent): void | Promise<void>;
  /** After all methods above, of all callbacks. */
  onSettled?(event: SettledEvent): void | Promise<void>;
  /** Whose state it is. A callback with a state needs a name. */
  readonly name?: string;
  /** What it needs to go on in a run that is resumed. */
  state?(): SavedArrays;
  /** Goes on from a state, before `onStart`. Checks it before it changes anything. */
  loadState?(saved: LoadedArrays): void;
}
