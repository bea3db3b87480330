import type { PlateauSchedule, PlateauState, Schedule } from "@piecewise/optimizers";
import { DataError } from "@piecewise/tensor";
import type { Optimizer } from "@piecewise/optimizers";
import type { Callback } from "../callback.ts";
import type { Values } from "../saved-arrays.ts";
import { Monitor, type MonitorOptions } from "./monitor.ts";

/**
 * Lets options of the optimizer follow schedules of the epoch, 0 in the first. Schedules of the step are given to the optimizer
 * itself. A `reduceOnPlateau` is told the monitored mean (the loss, unless given) after each epoch that measures it.
 *
 * @example
 * const model = linear(2, 2);
 * const optimizer = sgd(model.parameters, { learningRate: 1 });
 * const callbacks = [schedulePerEpoch({ learningRate: exponential({ initial: 1, factor: 0.5 }) })];
 * await fit(model, { data: xor({ count: 8, seed: 0 }), loss: crossEntropy, optimizer, epochs: 3, callbacks });
 * optimizer.options["learningRate"]; // 0.25
 */
export function schedulePerEpoch(
  schedules: Readonly<Record<string, Schedule | PlateauSchedule>>,
  options: MonitorOptions = {},
): Callback {
  const wrong = Object.entries(schedules).find(([, schedule]) => typeof schedule !== "function");
  if (wrong !== undefined)
    throw new DataError(
      "schedulePerEpoch",
      `${wrong[0]} must be a function of the epoch, got ${typeof wrong[1]}`,
    );
  const monitor = new Monitor("schedulePerEpoch", options);
  const plateaus = Object.entries(schedules).filter((entry): entry is [string, PlateauSchedule] => "observe" in entry[1]); // prettier-ignore
  let [optimizer, validates]: [Optimizer | undefined, boolean] = [undefined, false];
  return {
    name: "schedulePerEpoch",
    onStart(event) {
      ({ optimizer, validates } = event);
    },
    onEpochStart({ epoch }) {
      for (const [option, schedule] of Object.entries(schedules)) optimizer?.set(option, schedule(epoch - 1));
    },
    onEpochEnd({ result }) {
      const means = result.validation ?? (validates ? undefined : result.training);
      if (means === undefined || plateaus.length === 0) return;
      for (const [, plateau] of plateaus) plateau.observe(monitor.valueIn(means));
    },
    state: () => ({ arrays: {}, values: Object.fromEntries(plateaus.map(([name, plateau]) => [name, { ...plateau.state() }])) }), // prettier-ignore
    loadState({ values }) {
      for (const [name, plateau] of plateaus) plateau.loadState(values[name] as Values & PlateauState);
    },
  };
}
