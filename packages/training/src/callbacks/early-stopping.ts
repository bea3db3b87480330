import { DataError } from "@piecewise/tensor";
import type { Callback } from "../callback.ts";

/** What to watch, and how long to hope. */
export interface EarlyStoppingOptions {
  /** The name of a mean, such as "loss" or "accuracy"; of the validation data where there are any. */
  readonly monitor?: string;
  /** Whether smaller or larger is better; smaller for "loss", larger for all else, unless given. */
  readonly better?: "smaller" | "larger";
  /** How many epochs without improvement are allowed. */
  readonly patience?: number;
  /** Less than this is no improvement. */
  readonly minimumChange?: number;
}

/**
 * Ends training when a mean has not improved for `patience` (5) epochs.
 *
 * @example
 * const callbacks = [earlyStopping({ monitor: "accuracy", patience: 3 })];
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  const {
    monitor = "loss",
    better = monitor === "loss" ? "smaller" : "larger",
    patience = 5,
    minimumChange = 0,
  } = options;
  if (!Number.isInteger(patience) || patience < 1)
    throw new DataError("earlyStopping", `patience must be a whole number above 0, got ${patience}`);
  let [best, since] = [NaN, 0];
  return {
    onEpochStart({ epoch }) {
      if (epoch === 1) [best, since] = [better === "smaller" ? Infinity : -Infinity, 0];
    },
    onEpochEnd({ result, stop }) {
      const means = result.validation ?? result.training;
      const value = means[monitor];
      if (value === undefined)
        throw new DataError(
          "earlyStopping",
          `there is no mean "${monitor}", only ${Object.keys(means).join(", ")}`,
        );
      const gain = better === "smaller" ? best - value : value - best;
      if (gain > minimumChange) [best, since] = [value, 0];
      else since++;
      if (since >= patience) stop(`${monitor} has not improved for ${patience} epochs`);
    },
  };
}
