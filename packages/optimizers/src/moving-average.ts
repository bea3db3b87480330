import { formula, input, scalar } from "@piecewise/expressions";
import { DataError, parameter, update, type Parameter } from "@piecewise/tensor";
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
  let updates = 0;
  decayAt(decay, updates); // Throws now, not in the first update.
  const averages = parameters.map((p) => parameter(p, { trainable: false }));
  const swap = () =>
    update(exchanged, averages.map((own, i) => ({ parameters: [own, parameters[i]], inputs: [own, parameters[i]] }))); // prettier-ignore
  return {
    parameters,
    averages,
    get updates() {
      return updates;
    },
    update() {
      const keep = updates === 0 ? 0 : decayAt(decay, updates);
      if (updates === 0) averages.forEach((own, i) => own.assign(parameters[i]));
      else update(blended, averages.map((own, i) => ({ parameters: [own], inputs: [own, parameters[i]] })), [keep]); // prettier-ignore
      updates++;
    },
    swap,
    async using(body) {
      swap();
      try {
        return await body();
      } finally {
        swap();
      }
    },
    state: () => ({
      name,
      tensors: Object.fromEntries(averages.map((own, i) => [`${i}.average`, own])),
      numbers: { updates },
    }),
    loadState(saved) {
      const reader = new StateReader(name, saved);
      const count = reader.count("updates");
      const values = averages.map((own, i) => reader.tensor(`${i}.average`, own));
      reader.refuseOthers(["updates", ...averages.map((_, i) => `${i}.average`)]);
      averages.forEach((own, i) => own.assign(values[i]));
      updates = count;
    },
  };
}

function decayAt(decay: number | Schedule, updates: number): number {
  const value = typeof decay === "function" ? decay(updates) : decay;
  if (value >= 0 && value <= 1) return value;
  throw new DataError(name, `decay must lie between 0 and 1, got ${value} after ${updates} updates`);
}
