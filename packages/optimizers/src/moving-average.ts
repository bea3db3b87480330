import { formula, input, scalar } from "@piecewise/expressions";
import { DataError, parameter, update, type Parameter, type Tensor } from "@piecewise/tensor";
import { checkParameters } from "./groups.ts";
import type { Schedule } from "./options.ts";
import { StateReader, type SavedState } from "./saved-state.ts";

/** How an average forgets. */
export interface MovingAverageOptions {
  /**
   * How much of the average stays in each update, 0 to 1; 0.999 unless given. A schedule is given how many updates there were:
   * `(n) => n / (n + 1)` averages all of them alike, as PyTorch's `AveragedModel` (SWA) does.
   */
  readonly decay?: number | Schedule;
}

/** Averages of parameters, and how to put them in the place of the parameters. */
export interface MovingAverage {
  readonly parameters: readonly Parameter[];
  /** The averages, in the order of the parameters. */
  readonly averages: readonly Parameter[];
  /** How many updates there were. */
  readonly updates: number;
  /** Takes the parameters' numbers into the averages: after each step of the optimizer. The first update copies them. */
  update(): void;
  /** Parameters and averages change places. Do it again before training goes on. */
  swap(): void;
  /** Runs `body`, such as an evaluation, with the averages in the place of the parameters; then all is as before. */
  using<T>(body: () => T | Promise<T>): Promise<T>;
  /** All that a later run needs to go on with the same bits: the tensors `0.average` and so on, and the number `updates`. */
  state(): SavedState;
  /** Goes on where another average of parameters of the same shapes was. Checks everything before it changes anything. */
  loadState(saved: SavedState): void;
}

const name = "exponentialMovingAverage";
const [average, value, decay] = [input(0), input(1), scalar(0)];
const blended = formula([average.times(decay).plus(value.times(decay.negate().plus(1)))], 2);
const exchanged = formula([value, average], 2);

/**
 * Averages of parameters over the steps of training, which forget older ones: often better than the parameters themselves.
 * average ← decay · average + (1 − decay) · parameter. Polyak and Juditsky, 1992; Tarvainen and Valpola, "Mean teachers", 2017.
 *
 * @example
 * const w = parameter([0]);
 * const smooth = exponentialMovingAverage([w], { decay: 0.5 });
 * for (const value of [4, 8]) {
 *   w.assign(tensor([value]));
 *   smooth.update();
 * }
 * await smooth.using(() => w.item()); // 6
 * await w.item(); // 8
 */
export function exponentialMovingAverage(
  parameters: readonly Parameter[],
  { decay = 0.999 }: MovingAverageOptions = {},
): MovingAverage {
  checkParameters(name, parameters);
  decayAt(decay, 0); // Throws now, not in the first update.
  return new RunningAverage(parameters, decay);
}

class RunningAverage implements MovingAverage {
  readonly parameters: readonly Parameter[];
  readonly averages: readonly Parameter[];
  readonly #decay: number | Schedule;
  #updates = 0;

  constructor(parameters: readonly Parameter[], decay: number | Schedule) {
    this.parameters = parameters;
    this.averages = parameters.map((p) => parameter(p, { trainable: false }));
    this.#decay = decay;
  }

  get updates(): number {
    return this.#updates;
  }

  update(): void {
    if (this.#updates === 0) this.#take(this.parameters);
    else {
      const groups = this.#pairs().map((pair) => ({ parameters: [pair[0]], inputs: pair }));
      update(blended, groups, [decayAt(this.#decay, this.#updates)]);
    }
    this.#updates++;
  }

  swap(): void {
    const groups = this.#pairs().map((pair) => ({ parameters: pair, inputs: pair }));
    update(exchanged, groups);
  }

  async using<T>(body: () => T | Promise<T>): Promise<T> {
    this.swap();
    try {
      return await body();
    } finally {
      this.swap();
    }
  }

  state(): SavedState {
    const tensors = Object.fromEntries(this.averages.map((average, i) => [`${i}.average`, average]));
    return { name, tensors, numbers: { updates: this.#updates } };
  }

  loadState(saved: SavedState): void {
    const reader = new StateReader(name, saved);
    const updates = reader.count("updates");
    const values = this.averages.map((average, i) => reader.tensor(`${i}.average`, average));
    reader.refuseOthers(["updates", ...values.map((_, i) => `${i}.average`)]);
    this.#take(values);
    this.#updates = updates;
  }

  #take(values: readonly Tensor[]): void {
    this.averages.forEach((average, i) => average.assign(values[i]));
  }

  #pairs(): (readonly [average: Parameter, parameter: Parameter])[] {
    return this.averages.map((average, i) => [average, this.parameters[i]] as const);
  }
}

function decayAt(decay: number | Schedule, updates: number): number {
  const value = typeof decay === "function" ? decay(updates) : decay;
  if (value >= 0 && value <= 1) return value;
  throw new DataError(name, `decay must lie between 0 and 1, got ${value} after ${updates} updates`);
}
