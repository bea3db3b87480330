import { DataError } from "@piecewise/tensor";
import type { Callback, SettledEvent } from "../callback.ts";
import { checkpointName, checkpointNames, contentsOf, storeOf } from "../checkpoints/latest.ts";
import type { CheckpointStore } from "../checkpoints/store.ts";
import type { Values } from "../saved-arrays.ts";
import { Monitor, type MonitorOptions } from "./monitor.ts";

/** Where to keep checkpoints, when to make them, and how many to keep. */
export interface CheckpointOptions extends MonitorOptions {
  /** A folder, in Node; it is made when it is missing. */
  readonly path?: string;
  /** Any other place, such as `indexedDbStore("digits")`. */
  readonly store?: CheckpointStore;
  /**
   * After how many epochs, or after how many steps; 1 epoch unless given. The end of a run is always kept, and so is, where the best
   * are asked for, what an epoch ends with.
   */
  readonly every?: number | { readonly steps: number };
  /** How many of the last (1), and how many of those in which `monitor` was best (0, or 1 where a monitor is named). */
  readonly keep?: { readonly last?: number; readonly best?: number };
}

interface Kept extends Values {
  readonly name: string;
  /** What the monitor saw; null where nothing was measured. */
  readonly value: number | null;
}

/**
 * Keeps all that a run needs to go on: weights and running statistics under PyTorch's names, the optimizer with its place in
 * schedules, random generators, the place in the data, totals, and the states of other callbacks. `fit({ resume })` then gives the
 * same bits as a run without a break, whenever the process was killed. Each is one safetensors file.
 *
 * @example ignore: writes files
 * const callbacks = [checkpoint({ path: "checkpoints", keep: { last: 2, best: 1 }, monitor: "accuracy" })];
 * await fit(model, { data, loss, optimizer, epochs: 20, callbacks, resume: "checkpoints" });
 */
export function checkpoint(options: CheckpointOptions): Callback {
  const store = storeIn(options);
  const { every = 1, keep: { last = 1, best = options.monitor === undefined ? 0 : 1 } = {} } = options;
  requireWhole("every", typeof every === "number" ? every : every.steps, 1);
  requireWhole("keep.last", last, 1);
  requireWhole("keep.best", best, 0);
  const monitor = new Monitor("checkpoint", options);
  let kept: readonly Kept[] = [];
  /** What was measured last, and after which step. */
  let measured = { totalSteps: -1, value: NaN };
  const isDue = ({ result, totalSteps, isLast }: SettledEvent) => {
    if (isLast) return true;
    if (result === undefined) return typeof every === "object" && totalSteps % every.steps === 0;
    return typeof every === "number" ? result.epoch % every === 0 : best > 0;
  };
  const isWorth = (one: Kept) => {
    const rivals = kept
      .filter(({ value }) => value !== null)
      .sort((a, b) => monitor.gain(b.value!, a.value!));
    return kept.slice(-last).includes(one) || rivals.slice(0, best).includes(one);
  };
  return {
    name: "checkpoint",
    async onStart({ resumed }) {
      const names = await checkpointNames(store);
      if (names.length > 0 && !resumed)
        throw new DataError("checkpoint", `${store.title} has checkpoints of another run, such as ${names[0]}; give \`resume\` to go on with it, or another place`); // prettier-ignore
      kept = resumed ? kept.filter(({ name }) => names.includes(name)) : [];
    },
    onValidation({ totalSteps, means }) {
      measured = { totalSteps, value: monitor.valueIn(means) };
    },
    onEpochEnd({ totalSteps, result }) {
      if (measured.totalSteps !== totalSteps)
        measured = { totalSteps, value: monitor.valueIn(result.validation ?? result.training) };
    },
    async onSettled(event) {
      if (!isDue(event)) return;
      const name = checkpointName(event.result?.epoch ?? event.epoch, event.totalSteps);
      const value = measured.totalSteps === event.totalSteps && !Number.isNaN(measured.value) ? measured.value : null; // prettier-ignore
      kept = [...kept.filter((one) => one.name !== name), { name, value }];
      kept = kept.filter(isWorth);
      await store.write(name, contentsOf(await event.state()));
      const stays = new Set(kept.map((one) => one.name));
      for (const old of await checkpointNames(store)) if (!stays.has(old)) await store.remove(old);
    },
    state: () => ({ arrays: {}, values: { kept } }),
    loadState({ values }) {
      kept = values["kept"] as readonly Kept[];
    },
  };
}

function requireWhole(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new DataError("checkpoint", `${name} must be a whole number, at least ${least}, got ${value}`);
}

function storeIn({ path, store }: CheckpointOptions): CheckpointStore {
  const place = path ?? store;
  if (place === undefined || (path !== undefined && store !== undefined))
    throw new DataError("checkpoint", "needs a path or a store, and not both");
  return storeOf(place);
}
