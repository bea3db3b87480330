import type { Optimizer } from "@piecewise/optimizers";
import { DataError } from "@piecewise/tensor";
import type { Callback } from "../callback.ts";
import type { Value } from "../saved-arrays.ts";

/** The learning rates of a step. */
export interface LearningRates {
  readonly totalSteps: number;
  /** One for each group of parameters. */
  readonly rates: readonly number[];
}

/** A callback, and what it noted. */
export interface LearningRateLogger extends Callback {
  readonly rates: readonly LearningRates[];
}

/**
 * Notes with which learning rates the steps were taken, every one or every so many.
 *
 * @example
 * const model = linear(2, 2);
 * const logger = learningRateLogger();
 * const optimizer = sgd(model.parameters, { learningRate: exponential({ initial: 1, factor: 0.5 }) });
 * await fit(model, { data: xor({ count: 8, seed: 0 }), loss: crossEntropy, optimizer, steps: 3, batchSize: 4, callbacks: [logger] });
 * logger.rates.map(({ rates }) => rates[0]); // [1,0.5,0.25]
 */
export function learningRateLogger({ every = 1 }: { readonly every?: number } = {}): LearningRateLogger {
  if (!Number.isInteger(every) || every < 1)
    throw new DataError("learningRateLogger", `every must be a whole number of steps above 0, got ${every}`);
  let rates: LearningRates[] = [];
  let [optimizer, next]: [Optimizer | undefined, number[]] = [undefined, []];
  return {
    name: "learningRateLogger",
    get rates() {
      return rates;
    },
    onStart(event) {
      if (!event.resumed) rates = [];
      ({ optimizer } = event);
    },
    onStepStart() {
      next = optimizer === undefined ? [] : ratesOf(optimizer);
    },
    onStep({ totalSteps }) {
      if (totalSteps % every === 0) rates.push({ totalSteps, rates: next });
    },
    state: () => ({ arrays: {}, values: { rates: rates.map((one) => ({ ...one })) } }),
    loadState: ({ values }) => void (rates = [...(values["rates"] as readonly (Value & LearningRates)[])]),
  };
}

/** The learning rate of each group for the next step. */
export function ratesOf({ groups }: Optimizer): number[] {
  return groups.map(({ options }) => Number(options["learningRate"]));
}
