import type { Batch } from "@piecewise/data";
import type { Layer } from "@piecewise/layers";
import { seeded, type Random, type Tensor } from "@piecewise/tensor";
import { isSource, passEpochs, rowsIn, walk } from "./batch-source.ts";
import type { Callback, EpochResult, TrainingEvent } from "./callback.ts";
import { latestCheckpoint } from "./checkpoints/latest.ts";
import {
  generatorsOf,
  restoreRun,
  savedRun,
  type Position,
  type RunParts,
  type RunProgress,
} from "./checkpoints/run-state.ts";
import { weighClasses, type HeldLoss } from "./class-weights.ts";
import { evaluate } from "./evaluate.ts";
import { lengthOf, type FitOptions, type History, type Length, type Validation } from "./fit-options.ts";
import { observerOf } from "./step-observer.ts";
import { takeStep } from "./take-step.ts";
import { Totals, type Means } from "./totals.ts";
import { trainingControl, whenResumed, type TrainingControl } from "./training-control.ts";
import { TrainingError, type Place } from "./training-error.ts";
import { turnsForOthers } from "./turns-for-others.ts";

/** One training of a model: what `fit` does. */
export class Run {
  readonly #model: Layer;
  readonly #options: FitOptions;
  readonly #callbacks: readonly Callback[];
  readonly #length: Length;
  readonly #control: TrainingControl;
  readonly #random: Random;
  readonly #held: HeldLoss;
  readonly #turn = turnsForOthers();
  #totals: Totals;
  readonly #results: EpochResult[] = [];
  readonly #validations: Validation[] = [];
  #position: Position = { epoch: 1, step: 0, batch: 0, totalSteps: 0, seconds: 0 };
  /** What is being done, for errors. */
  #place: Place = {};
  #stopped: string | undefined;
  /** Since when the time counts that is not counted yet: neither pauses nor measuring do. */
  #since = 0;

  constructor(model: Layer, options: FitOptions) {
    this.#model = model;
    this.#options = options;
    this.#callbacks = (options.callbacks ?? []).filter((callback) => !!callback);
    this.#length = lengthOf(options);
    this.#control = options.control ?? trainingControl();
    this.#random = seeded(options.seed ?? 0);
    this.#totals = new Totals(options.metrics ?? []);
    this.#held = weighClasses(options.loss, options.classWeights, options.data);
  }

  async train(): Promise<History> {
    let error: unknown;
    try {
      await this.#start();
      while (!this.#isOver()) await this.#epoch();
      return this.#history();
    } catch (cause) {
      error = this.#place.epoch === undefined ? cause : new TrainingError(this.#place, cause);
      throw error;
    } finally {
      this.#totals.dispose();
      this.#held.dispose();
      await this.#end(error);
    }
  }

  /** All callbacks hear of the end, also where one of them throws. Whoever asks why is told of the first error. */
  async #end(error: unknown): Promise<void> {
    const failures: unknown[] = [];
    for (const callback of this.#callbacks)
      try {
        await callback.onEnd?.({ stopped: this.#stopped, error });
      } catch (failure) {
        failures.push(failure);
      }
    if (error === undefined && failures.length > 0) throw failures[0];
  }

  async #start(): Promise<void> {
    const { optimizer, validation } = this.#options;
    const resumed = await this.#resume();
    const { epoch: _, ...event } = this.#event();
    const parts = {
      model: this.#model,
      optimizer,
      loss: this.#held.loss,
      generators: generatorsOf(this.#parts()),
    };
    const start = { ...event, ...parts, resumed, validates: validation !== undefined };
    await this.#tell((callback) => callback.onStart?.(start));
  }

  /** Goes on from the last checkpoint, if there is one. */
  async #resume(): Promise<boolean> {
    const { resume } = this.#options;
    const found = resume === undefined ? undefined : await latestCheckpoint(resume);
    if (found === undefined) return false;
    const { position, results, validations, stopped } = restoreRun(this.#parts(), found.title, found.saved);
    this.#stopped = stopped;
    this.#position = position;
    await passEpochs(this.#options.data, position.epoch - 1);
    this.#results.push(...results);
    this.#validations.push(...validations);
    return true;
  }

  #parts(): RunParts {
    const { optimizer, generators = {}, data, batchSize = 32, accumulate = 1, seed = 0, shuffle = !isSource(data), metrics = [] } = this.#options; // prettier-ignore
    const rows = rowsIn(data) ?? null;
    const settings = { rows, batchSize, accumulate, seed, shuffle, metrics: metrics.map(({ name }) => name) };
    return { model: this.#model, optimizer, random: this.#random, generators, totals: this.#totals, callbacks: this.#callbacks, settings }; // prettier-ignore
  }

  #history(): History {
    return {
      epochs: this.#results,
      ...(typeof this.#options.validateEvery === "object" ? { validations: this.#validations } : {}),
      ...(this.#stopped === undefined ? {} : { stopped: this.#stopped }),
    };
  }

  async #tell(call: (callback: Callback) => void | Promise<void>): Promise<void> {
    for (const callback of this.#callbacks) await call(callback);
  }

  #event(): TrainingEvent {
    const { epoch } = this.#position;
    return { epoch, epochs: this.#length.epochs, stop: this.#stop, pause: () => this.#control.pause() };
  }

  readonly #stop = (reason: string): void => {
    this.#stopped ??= reason;
  };

  /** Whether it was stopped or aborted, or has come to its end. */
  #isOver(): boolean {
    if (this.#options.signal?.aborted === true) this.#stop("aborted");
    return this.#stopped !== undefined || this.#isDone();
  }

  #isDone(): boolean {
    const { epoch, totalSteps } = this.#position;
    return epoch > this.#length.epochs || totalSteps >= this.#length.steps;
  }

  async #epoch(): Promise<void> {
    const { epoch } = this.#position;
    this.#place = { epoch };
    const [steps, rowsInEpoch] = [this.#length.stepsInEpoch, rowsIn(this.#options.data)];
    await this.#tell((callback) => callback.onEpochStart?.({ ...this.#event(), steps, rowsInEpoch }));
    this.#since = performance.now();
    const isWhole = await this.#steps();
    this.#place = { epoch };
    const result = await this.#result(isWhole);
    this.#results.push(result);
    const { totalSteps } = this.#position;
    await this.#tell((callback) => callback.onEpochEnd?.({ ...this.#event(), totalSteps, result }));
    if (!isWhole) return;
    this.#totals.dispose();
    this.#totals = new Totals(this.#options.metrics ?? []);
    this.#position = { epoch: epoch + 1, step: 0, batch: 0, totalSteps, seconds: 0 };
    await this.#settle(result);
  }

  /** What the epoch came to, validation data included where it is their turn. */
  async #result(isWhole: boolean): Promise<EpochResult> {
    const { epoch, seconds } = this.#position;
    const { validateEvery = 1 } = this.#options;
    const isLast = epoch === this.#length.epochs || this.#isDone();
    const isDue = typeof validateEvery === "number" && epoch % validateEvery === 0;
    const training = await this.#totals.means();
    const validation = (isWhole || this.#isDone()) && (isDue || isLast) ? await this.#validate() : undefined;
    const samplesPerSecond = this.#totals.rows / seconds;
    return {
      epoch,
      training,
      ...(validation === undefined ? {} : { validation }),
      seconds,
      samplesPerSecond,
    };
  }

  /** The means over the validation data as the model is now. */
  async #validate(): Promise<Means | undefined> {
    const { validation, metrics = [] } = this.#options;
    const { totalSteps } = this.#position;
    if (validation === undefined) return undefined;
    const before = this.#validations.at(-1);
    if (before?.totalSteps === totalSteps) return before.means;
    const means = await evaluate(this.#model, validation, { loss: this.#held.loss, metrics });
    this.#validations.push({ totalSteps, means });
    await this.#tell((callback) => callback.onValidation?.({ ...this.#event(), totalSteps, means }));
    return means;
  }

  /** Takes the epoch's steps, from the one at the position on; whether it came to the end of the data. */
  async #steps(): Promise<boolean> {
    const { data, batchSize = 32, shuffle = true, seed = 0, accumulate = 1, augment, signal } = this.#options;
    const { epoch, batch: skip } = this.#position;
    const order = shuffle && !isSource(data) ? { seed, epoch } : { epoch };
    const change = augment === undefined ? {} : { augment: { by: augment, seed } };
    const waiting: Batch[] = [];
    this.#place = { epoch, batch: skip + 1 };
    for await (const batch of walk(data, {
      batchSize,
      ...order,
      ...change,
      oneByOne: accumulate === 1,
      skip,
      signal,
    })) {
      waiting.push(batch);
      if (waiting.length < accumulate) continue;
      if (await this.#step(waiting.splice(0))) return this.#position.step === this.#length.stepsInEpoch;
      this.#place = { epoch, batch: this.#position.batch + 1 };
    }
    if (signal?.aborted === true) this.#stop("aborted");
    else if (waiting.length > 0) await this.#step(waiting);
    return signal?.aborted !== true;
  }

  /** Takes a step; whether it was the last. */
  async #step(batches: readonly Batch[]): Promise<boolean> {
    const { epoch, step, batch, totalSteps, seconds } = this.#position;
    this.#place = { epoch, step: step + 1, batch: batch + 1 };
    const { optimizer, clip } = this.#options;
    await this.#tell((callback) => callback.onStepStart?.({ ...this.#event(), step: step + 1, batches }));
    const observer = observerOf(this.#callbacks.flatMap((callback) => callback.observeStep?.() ?? []));
    const options = { loss: this.#held.loss, optimizer, clip, observer, random: this.#random, totals: this.#totals, turn: this.#turn }; // prettier-ignore
    const loss = await takeStep(this.#model, batches, options);
    try {
      this.#position = {
        epoch,
        step: step + 1,
        batch: batch + batches.length,
        totalSteps: totalSteps + 1,
        seconds,
      };
      await this.#tellStep(loss);
    } finally {
      loss.dispose();
    }
    await this.#turn();
    this.#position = { ...this.#position, seconds: seconds + (performance.now() - this.#since) / 1000 };
    await whenResumed(this.#control, this.#options.signal);
    await this.#validateAfterStep();
    await this.#settle();
    this.#since = performance.now();
    return this.#isOver();
  }

  async #tellStep(loss: Tensor): Promise<void> {
    const { step, totalSteps } = this.#position;
    const [steps, totals] = [this.#length.stepsInEpoch, this.#totals];
    const event = { ...this.#event(), step, steps, totalSteps, rows: totals.rows };
    const reads = { loss: () => loss.item(), means: () => totals.means() };
    await this.#tell((callback) => callback.onStep?.({ ...event, ...reads }));
  }

  async #validateAfterStep(): Promise<void> {
    const { validateEvery = 1 } = this.#options;
    const isDue = typeof validateEvery === "object" && this.#position.totalSteps % validateEvery.steps === 0;
    if (isDue) await this.#validate();
  }

  /** How far it has come. A run that was aborted goes on when it is resumed, one that a callback stopped does not. */
  #progress(): RunProgress {
    const stopped = this.#options.signal?.aborted === true ? undefined : this.#stopped;
    return { position: this.#position, results: this.#results, validations: this.#validations, stopped };
  }

  /** Now nothing is under way. */
  async #settle(result?: EpochResult): Promise<void> {
    const { epoch, totalSteps } = this.#position;
    const state = () => savedRun(this.#parts(), this.#progress());
    const event = {
      epoch,
      totalSteps,
      isLast: this.#isOver(),
      state,
      ...(result === undefined ? {} : { result }),
    };
    await this.#tell((callback) => callback.onSettled?.(event));
  }
}
