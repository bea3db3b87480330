import { namedParameters, type Layer } from "@piecewise/layers";
import { DataError } from "@piecewise/tensor";
import type { Callback, StepObserver } from "@piecewise/training";
import { evidenceFrom } from "./evidence.ts";
import { History } from "./history.ts";
import { reportOn, sentence, type HealthReport } from "./report.ts";
import { Sampling } from "./sample.ts";

/** How often to look, and how long to remember. */
export interface DiagnoseOptions {
  /** Looks into every so many steps, and into steps 1, 2, 4, 8 … before the first of them; 100 unless given. */
  readonly every?: number;
  /** A unit is dead that has not moved in so many samples one after the other; 4 unless given. */
  readonly window?: number;
}

/** Watches a network train, and says what is wrong with it: a callback for `fit`, or an object for loops of your own. */
export interface Diagnosis extends Callback {
  /** Call it once before each step: gives what looks into that step, as `trainStep`'s `observer`, or nothing. */
  observeStep(): StepObserver | undefined;
  /** What was found so far. Waits for the device. */
  report(): Promise<HealthReport>;
  /** Throws unless the network is healthy. */
  assertHealthy(): Promise<void>;
}

/** A network is not healthy. */
export class HealthError extends Error {
  override readonly name = "HealthError";
  /** What was found. */
  readonly report: HealthReport;

  constructor(report: HealthReport) {
    super(`assertHealthy: ${report.verdicts.map(sentence).join(" ")}`);
    this.report = report;
  }
}

/**
 * Looks into some steps of a training, and says why a network does not learn: dead units, saturation, vanishing and exploding
 * signals and gradients, inputs and output that do not fit, and the rest. A step that is looked into takes longer; the others
 * pay nothing. All is computed on the device and read when the step is over.
 *
 * @example
 * const model = sequential(linear(2, 8), relu, linear(8, 2));
 * const health = diagnose(model, { every: 10 });
 * const batch = { inputs: normal([64, 2], { random: seeded(1) }), targets: zeros([64], { dtype: "int32" }) };
 * const optimizer = sgd(model.parameters, { learningRate: 0.1 });
 * for (let step = 0; step < 20; step++) trainStep(model, batch, { loss: crossEntropy, optimizer, observer: health.observeStep() });
 * const { verdicts } = await health.report();
 * verdicts.length; // 0
 */
export function diagnose(model: Layer, options: DiagnoseOptions = {}): Diagnosis {
  const { every = 100, window = 4 } = options;
  for (const [name, value] of Object.entries({ every, window }))
    if (!Number.isInteger(value) || value < 1)
      throw new DataError("diagnose", `${name} must be a whole number above 0, got ${value}`);
  return new RunningDiagnosis(model, every, window);
}

class RunningDiagnosis implements Diagnosis {
  readonly #model: Layer;
  readonly #every: number;
  readonly #window: number;
  readonly #history: History;
  #step = 0;
  #current: Sampling | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(model: Layer, every: number, window: number) {
    this.#model = model;
    this.#every = every;
    this.#window = window;
    this.#history = new History(window);
  }

  // Functions of the object, so that `fit` and others may take them off it.
  readonly observeStep = (): StepObserver | undefined => {
    this.#take();
    const step = ++this.#step;
    const isEarly = step < this.#every && Number.isInteger(Math.log2(step));
    this.#current = isEarly || step % this.#every === 0 ? new Sampling(step) : undefined;
    return this.#current;
  };

  async report(): Promise<HealthReport> {
    this.#take();
    await this.#reading;
    const parameters = new Map(
      [...namedParameters(this.#model)].filter(([, p]) => isLearned(this.#model, p)),
    );
    const evidence = evidenceFrom(this.#history, this.#window, parameters);
    if (evidence === undefined)
      throw new DataError(
        "report",
        "no step was looked into yet; train first, with observeStep() before each step",
      );
    return reportOn(evidence);
  }

  async assertHealthy(): Promise<void> {
    const report = await this.report();
    if (!report.healthy) throw new HealthError(report);
  }

  onEnd(): Promise<void> {
    this.#take();
    return this.#reading;
  }

  /** Begins to read the last sample; samples come into the history in their order. */
  #take(): void {
    const sampling = this.#current;
    this.#current = undefined;
    if (sampling === undefined) return;
    const sample = sampling.read();
    this.#reading = this.#reading.then(async () => {
      const seen = await sample;
      if (seen !== undefined) this.#history.add(seen);
    });
  }
}

/** Running statistics are no parameters that training changes. */
function isLearned(model: Layer, p: Layer["parameters"][number]): boolean {
  return model.parameters.includes(p);
}
