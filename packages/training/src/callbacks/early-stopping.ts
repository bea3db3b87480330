import { stateDict, type Layer } from "@piecewise/layers";
import { DataError } from "@piecewise/tensor";
import type { Callback } from "../callback.ts";
import { KeptTensors } from "../kept-tensors.ts";
import type { Values } from "../saved-arrays.ts";
import { Monitor, type MonitorOptions } from "./monitor.ts";

/** What to watch, and how long to hope. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** How many epochs without improvement are allowed. */
  readonly patience?: number;
  /** Less than this is no improvement. */
  readonly minimumChange?: number;
  /** Gives the model the weights of its best epoch when training has ended, unless by an abort or an error. */
  readonly restoreBest?: boolean;
}

/**
 * Ends training when a mean has not improved for `patience` (5) epochs. Epochs in which validation data are not measured do not
 * count.
 *
 * @example
 * const callbacks = [earlyStopping({ monitor: "accuracy", patience: 3, restoreBest: true })];
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  const { patience = 5, minimumChange = 0, restoreBest = false } = options;
  if (!Number.isInteger(patience) || patience < 1)
    throw new DataError("earlyStopping", `patience must be a whole number above 0, got ${patience}`);
  const monitor = new Monitor("earlyStopping", options);
  const kept = new KeptTensors();
  let [best, since, validates] = [monitor.worst, 0, false];
  let model: Layer | undefined;
  return {
    name: "earlyStopping",
    onStart(event) {
      if (!event.resumed) [best, since] = [monitor.worst, 0];
      ({ model, validates } = event);
    },
    onEpochEnd({ result, stop }) {
      const means = result.validation ?? (validates ? undefined : result.training);
      if (means === undefined) return;
      const value = monitor.valueIn(means);
      if (monitor.gain(value, best) > minimumChange) {
        [best, since] = [value, 0];
        if (restoreBest && model !== undefined) kept.keep(stateDict(model));
      } else since++;
      if (since >= patience) stop(`${monitor.name} has not improved for ${patience} epochs`);
    },
    onEnd({ stopped, error }) {
      if (model !== undefined && stopped !== "aborted" && error === undefined) kept.restore(stateDict(model));
      kept.dispose();
    },
    state: () => ({ arrays: kept.arrays, values: { best, since } }),
    loadState({ arrays, values }) {
      ({ best, since } = values as Values & { readonly best: number; readonly since: number });
      kept.load(arrays);
    },
  };
}
