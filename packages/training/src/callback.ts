import type { StepObserver } from "./step-observer.ts";
import type { Means } from "./totals.ts";

/** What a callback can see and do at any time. */
export interface TrainingEvent {
  /** Counts from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Ends training after this step; the reason is kept in the history. */
  readonly stop: (reason: string) => void;
}

/** After each step. */
export interface StepEvent extends TrainingEvent {
  /** Counts from 1 in every epoch. */
  readonly step: number;
  readonly steps: number;
  /** Rows seen in this epoch. */
  readonly rows: number;
  /** The loss of this step. Reading waits for the device. */
  readonly loss: () => Promise<number>;
  /** The means over this epoch so far. Reading waits for the device. */
  readonly means: () => Promise<Means>;
}

/** After each epoch. */
export interface EpochEvent extends TrainingEvent {
  readonly result: EpochResult;
}

/** What an epoch came to. */
export interface EpochResult {
  readonly epoch: number;
  /** The means over the epoch, while the model was changing. */
  readonly training: Means;
  /** The means over the validation data after the epoch, when there are any. */
  readonly validation?: Means;
  /** How long training took, validation not included. */
  readonly seconds: number;
  readonly samplesPerSecond: number;
}

/** Watches training. Every method is optional; training waits for those that are asynchronous. */
export interface Callback {
  onEpochStart?(
    event: TrainingEvent & { readonly steps: number; readonly rowsInEpoch: number },
  ): void | Promise<void>;
  /** Before each step: gives what looks into it, or nothing. A step that is looked into takes longer. */
  observeStep?(): StepObserver | undefined;
  onStep?(event: StepEvent): void | Promise<void>;
  onEpochEnd?(event: EpochEvent): void | Promise<void>;
  /** However training ended: done, stopped, aborted or failed. */
  onEnd?(): void | Promise<void>;
}
