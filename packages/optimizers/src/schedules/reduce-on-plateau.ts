import { DataError } from "@piecewise/tensor";
import type { Schedule } from "../options.ts";

/** When a rate falls, with PyTorch's meaning of each option. */
export interface PlateauOptions {
  readonly initial: number;
  /** Whether a smaller metric ("min", a loss) or a larger one ("max", an accuracy) is better. */
  readonly mode?: "min" | "max";
  /** The rate is multiplied by it; 0.1 unless given. */
  readonly factor?: number;
  /** How many metrics in a row may be no better; 10 unless given. */
  readonly patience?: number;
  /** By how much a metric must be better to count; 0.0001 unless given. */
  readonly threshold?: number;
  /** Whether the threshold is a share of the best metric or a difference from it. */
  readonly thresholdMode?: "relative" | "absolute";
  /** For how many metrics after a fall none is counted as bad; 0 unless given. */
  readonly cooldown?: number;
  /** The rate does not fall below it; 0 unless given. */
  readonly minimum?: number;
  /** A fall by no more than this does not take place; 10⁻⁸ unless given. */
  readonly epsilon?: number;
}

/** Where the watching of a metric stands; plain numbers. */
export interface PlateauState {
  readonly rate: number;
  /** The best metric so far; null before the first. */
  readonly best: number | null;
  /** How many since then were no better. */
  readonly bad: number;
  readonly coolingDown: number;
}

/** A rate that falls when what it is told gets no better. */
export interface PlateauSchedule extends Schedule {
  /** Takes a metric into account, such as the loss of an epoch; NaN is no better than anything. */
  observe(metric: number): void;
  state(): PlateauState;
  loadState(saved: PlateauState): void;
}

/**
 * A rate that is multiplied by `factor` when a metric has not become better for more than `patience` observations. It does
 * not depend on the step but on what is observed. PyTorch's `ReduceLROnPlateau`.
 *
 * @example
 * const rate = reduceOnPlateau({ initial: 1, patience: 1 });
 * for (const loss of [5, 4, 4, 4]) rate.observe(loss);
 * rate(99); // 0.1
 */
export function reduceOnPlateau(options: PlateauOptions): PlateauSchedule {
  const { initial, factor = 0.1, patience = 10, cooldown = 0, minimum = 0, epsilon = 1e-8 } = options;
  check({ factor, patience, cooldown, minimum, epsilon, ...options });
  let state: PlateauState = { rate: initial, best: null, bad: 0, coolingDown: 0 };
  const fall = ({ rate }: PlateauState) => {
    const lower = Math.max(rate * factor, minimum);
    return { rate: rate - lower > epsilon ? lower : rate, bad: 0, coolingDown: cooldown };
  };
  return Object.assign(() => state.rate, {
    observe(metric: number) {
      const better = isBetter(metric, state.best, options);
      const cools = state.coolingDown > 0;
      const bad = better || cools ? 0 : state.bad + 1;
      const next = {
        ...state,
        best: better ? metric : state.best,
        bad,
        coolingDown: state.coolingDown - Number(cools),
      };
      state = bad > patience ? { ...next, ...fall(next) } : next;
    },
    state: () => state,
    loadState(saved: PlateauState) {
      const { rate, best, bad, coolingDown } = saved;
      const numbers = [rate, bad, coolingDown, ...(best === null ? [] : [best])];
      if (!numbers.every((value) => typeof value === "number" && !Number.isNaN(value)))
        throw new DataError("reduceOnPlateau", `the state needs numbers, got ${JSON.stringify(saved)}`);
      state = { rate, best, bad, coolingDown };
    },
  });
}

function isBetter(metric: number, best: number | null, options: PlateauOptions): boolean {
  const { mode = "min", threshold = 1e-4, thresholdMode = "relative" } = options;
  const sign = mode === "min" ? 1 : -1;
  const before = best ?? sign * Infinity;
  const bar = thresholdMode === "relative" ? before * (1 - sign * threshold) : before - sign * threshold;
  return sign * metric < sign * bar;
}

function check({ mode = "min", thresholdMode = "relative", ...numbers }: PlateauOptions): void {
  const { factor, ...others } = numbers;
  if (factor !== undefined && !(factor >= 0 && factor < 1))
    throw new DataError("reduceOnPlateau", `factor must lie between 0 and 1, got ${factor}`);
  for (const [name, value] of Object.entries(others))
    if (!(value >= 0))
      throw new DataError("reduceOnPlateau", `${name} must be a number, at least 0, got ${value}`);
  if (!["min", "max"].includes(mode))
    throw new DataError("reduceOnPlateau", `mode must be "min" or "max", got ${mode}`);
  if (!["relative", "absolute"].includes(thresholdMode))
    throw new DataError(
      "reduceOnPlateau",
      `thresholdMode must be "relative" or "absolute", got ${thresholdMode}`,
    );
}
