import { batches, dataset, rowCount, type Batch, type Dataset } from "@piecewise/data";
import type { Layer } from "@piecewise/layers";
import type { Optimizer } from "@piecewise/optimizers";
import { DataError, scope, seeded, type Random, type Tensor } from "@piecewise/tensor";
import { toTensors } from "./batch-tensors.ts";
import type { Callback, EpochResult, StepEvent, TrainingEvent } from "./callback.ts";
import { evaluate } from "./evaluate.ts";
import type { Loss, Metric } from "./metrics.ts";
import { observerOf } from "./step-observer.ts";
import { turnsForOthers } from "./turns-for-others.ts";
import { Totals } from "./totals.ts";
import { trainStep } from "./train-step.ts";

/** What `fit` needs besides the model. */
export interface FitOptions {
  readonly data: Dataset;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** How often to go through the data; 1 unless given. */
  readonly epochs?: number;
  /** Rows in a step; 32 unless given. The last step of an epoch may have fewer. */
  readonly batchSize?: number;
  /** Measured after every epoch. */
  readonly validation?: Dataset;
  readonly metrics?: readonly Metric[];
  readonly callbacks?: readonly Callback[];
  /** Decides the order of the rows and what layers such as dropout draw; 0 unless given. */
  readonly seed?: number;
  /** False takes the rows in their own order. */
  readonly shuffle?: boolean;
  /** Ends training within one step, with the parameters as that step left them; a measuring that has begun is finished. */
  readonly signal?: AbortSignal;
}

/** What training came to. */
export interface History {
  readonly epochs: readonly EpochResult[];
  /** Why it ended before its last epoch, if it did. */
  readonly stopped?: string;
}

/**
 * Trains a model. Memory is freed after every step, and the event loop gets its turn, so that timers, abort signals and
 * the page stay alive.
 *
 * @example
 * const model = sequential(linear(2, 8), relu, linear(8, 2));
 * const data = xor({ count: 200, seed: 0 });
 * const optimizer = adam(model.parameters, { learningRate: 0.05 });
 * const history = await fit(model, { data, loss: crossEntropy, optimizer, epochs: 20, metrics: [accuracy] });
 * history.epochs.at(-1)!.training.accuracy! > 0.9; // true
 */
export async function fit(model: Layer, options: FitOptions): Promise<History> {
  check(options);
  const run = new Run(model, options);
  try {
    return await run.train();
  } finally {
    await run.tell((callback) => callback.onEnd?.());
  }
}

class Run {
  readonly #model: Layer;
  readonly #options: FitOptions;
  readonly #random: Random;
  readonly #results: EpochResult[] = [];
  #stopped: string | undefined;
  readonly #turn = turnsForOthers();

  constructor(model: Layer, options: FitOptions) {
    this.#model = model;
    this.#options = options;
    this.#random = seeded(options.seed ?? 0);
  }

  async train(): Promise<History> {
    const { epochs = 1 } = this.#options;
    for (let epoch = 1; epoch <= epochs && !this.#isOver(); epoch++)
      await this.#epoch({ epoch, epochs, stop: this.#stop });
    return { epochs: this.#results, ...(this.#stopped === undefined ? {} : { stopped: this.#stopped }) };
  }

  async tell(call: (callback: Callback) => void | Promise<void>): Promise<void> {
    for (const callback of this.#options.callbacks ?? []) await call(callback);
  }

  readonly #stop = (reason: string): void => {
    this.#stopped ??= reason;
  };

  #isOver(): boolean {
    if (this.#options.signal?.aborted === true) this.#stop("aborted");
    return this.#stopped !== undefined;
  }

  async #epoch(event: TrainingEvent): Promise<void> {
    const { data, metrics = [], validation, loss } = this.#options;
    const totals = new Totals(metrics);
    const started = performance.now();
    try {
      await this.#steps(event, totals);
      const seconds = (performance.now() - started) / 1000;
      const training = await totals.means();
      const measured =
        validation === undefined || totals.rows < rowCount(data)
          ? {}
          : { validation: await evaluate(this.#model, validation, { loss, metrics }) };
      const result = {
        epoch: event.epoch,
        training,
        ...measured,
        seconds,
        samplesPerSecond: totals.rows / seconds,
      };
      this.#results.push(result);
      await this.tell((callback) => callback.onEpochEnd?.({ ...event, result }));
    } finally {
      totals.dispose();
    }
  }

  async #steps(event: TrainingEvent, totals: Totals): Promise<void> {
    const { data, batchSize = 32, shuffle = true, seed = 0 } = this.#options;
    const steps = Math.ceil(rowCount(data) / batchSize);
    await this.tell((callback) => callback.onEpochStart?.({ ...event, steps, rowsInEpoch: rowCount(data) }));
    const order = shuffle ? { seed, epoch: event.epoch } : {};
    let step = 0;
    for (const batch of batches(data, { size: batchSize, ...order })) {
      const loss = this.#step(batch, totals);
      step++;
      const rows = totals.rows;
      const stepEvent: StepEvent = {
        ...event,
        step,
        steps,
        rows,
        loss: () => loss.item(),
        means: () => totals.means(),
      };
      try {
        await this.tell((callback) => callback.onStep?.(stepEvent));
      } finally {
        loss.dispose();
      }
      await this.#turn();
      if (this.#isOver()) return;
    }
  }

  #step(batch: Batch, totals: Totals): Tensor {
    const { loss, optimizer, callbacks = [] } = this.#options;
    const observer = observerOf(callbacks.flatMap((callback) => callback.observeStep?.() ?? []));
    return scope(() => {
      const tensors = toTensors(batch);
      const watch = (value: Tensor, prediction: Tensor) => totals.add(value, prediction, tensors.targets);
      return trainStep(this.#model, tensors, { loss, optimizer, random: this.#random, watch, observer });
    });
  }
}

function check({ epochs = 1, batchSize = 32, data, validation }: FitOptions): void {
  for (const [name, value] of Object.entries({ epochs, batchSize }))
    if (!Number.isInteger(value) || value < 1)
      throw new DataError("fit", `${name} must be a whole number above 0, got ${value}`);
  dataset(data);
  if (validation !== undefined) dataset(validation);
}
