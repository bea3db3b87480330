import { DataError, type Parameter, type Tensor } from "@piecewise/tensor";
import { checkParameters } from "../groups.ts";
import { valuesAt, type Options, type OptionRules, type Schedule } from "../options.ts";
import { Curvature } from "./curvature.ts";
import { Descent, type Limits } from "./descent.ts";
import { loadLbfgsState, saveLbfgsState, type LbfgsState } from "./lbfgs-state.ts";

const defaults = {
  learningRate: 1,
  maxIterations: 20,
  maxEvaluations: 25,
  toleranceGradient: 1e-7,
  toleranceChange: 1e-9,
  historySize: 100,
};

/** Options of L-BFGS, with PyTorch's meaning: how many iterations a step has, and when it ends before. */
export interface LbfgsOptions extends Options<typeof defaults> {
  /** How often a step may compute the loss; a quarter more than `maxIterations` unless given. */
  readonly maxEvaluations?: number | Schedule;
  /** How far to go along a direction: `learningRate`, or what a search for the strong Wolfe conditions finds. */
  readonly lineSearch?: "none" | "strongWolfe";
}

/** An optimizer that computes the loss as often as it needs to, and so waits. */
export interface Lbfgs {
  readonly name: "lbfgs";
  readonly parameters: readonly Parameter[];
  /** How many steps were taken. */
  readonly steps: number;
  /** How often the loss was computed. */
  readonly evaluations: number;
  /**
   * Goes downhill for up to `maxIterations` and gives the loss before. The closure computes the loss from the parameters as
   * they are: the same loss each time, so of all data or of one batch, and without dropout.
   */
  step(closure: () => Tensor): Promise<number>;
  /** All that a later run needs to go on with the same bits. */
  state(): LbfgsState;
  /** Goes on where another one with parameters of the same sizes was. Checks everything before it changes anything. */
  loadState(saved: LbfgsState): void;
}

const rules: OptionRules<typeof defaults> = {
  name: "lbfgs",
  defaults,
  wrong(options) {
    const whole = ["maxIterations", "maxEvaluations", "historySize"] as const;
    const broken = whole.find((name) => !(Number.isInteger(options[name]) && options[name] > 0));
    return broken && `${broken} must be a whole number above 0, got ${options[broken]}`;
  },
};

/**
 * L-BFGS: a quasi-Newton method that learns the curvature from its last steps, for few parameters and a loss over all of
 * the data. It computes in float64 on the host. Liu and Nocedal, "On the limited memory BFGS method", 1989.
 *
 * @example
 * const w = parameter([3, -4]);
 * const optimizer = lbfgs([w], { lineSearch: "strongWolfe" });
 * await optimizer.step(() => sum(mul(w, w))); // 25
 * (await w.data()).every((x) => Math.abs(x) < 1e-6); // true
 */
export function lbfgs(parameters: readonly Parameter[], options: LbfgsOptions = {}): Lbfgs {
  const { lineSearch = "none", ...numbers } = options;
  if (!["none", "strongWolfe"].includes(lineSearch))
    throw new DataError("lbfgs", `lineSearch must be "none" or "strongWolfe", got ${String(lineSearch)}`);
  checkParameters("lbfgs", parameters);
  const { maxIterations = defaults.maxIterations } = numbers;
  const maxEvaluations =
    typeof maxIterations === "number" ? Math.floor(maxIterations * 1.25) : defaults.maxEvaluations;
  const given = { ...defaults, maxEvaluations, ...numbers };
  const limits = (steps: number) => ({
    ...defaults,
    ...valuesAt(rules, given, steps),
    searches: lineSearch === "strongWolfe",
  });
  return new RunningLbfgs(parameters, limits);
}

class RunningLbfgs implements Lbfgs {
  readonly name = "lbfgs";
  readonly parameters: readonly Parameter[];
  readonly #limits: (steps: number) => Limits;
  readonly #descent: Descent;
  #steps = 0;
  #isBusy = false;

  constructor(
    parameters: readonly Parameter[],
    limits: (steps: number) => Limits & { readonly historySize: number },
  ) {
    this.parameters = parameters;
    this.#limits = limits;
    this.#descent = new Descent(parameters, new Curvature(limits(0).historySize));
  }

  get steps(): number {
    return this.#steps;
  }

  get evaluations(): number {
    return this.#descent.evaluations;
  }

  async step(closure: () => Tensor): Promise<number> {
    if (this.#isBusy) throw new DataError("lbfgs", "the step before has not ended; await it");
    const limits = this.#limits(this.#steps);
    this.#isBusy = true;
    this.#steps++;
    try {
      return await this.#descent.step(closure, limits);
    } finally {
      this.#isBusy = false;
    }
  }

  state(): LbfgsState {
    return saveLbfgsState(this.#descent, this.#steps);
  }

  loadState(saved: LbfgsState): void {
    this.#steps = loadLbfgsState(this.#descent, saved);
  }
}
