import { stateDict, type Layer } from "@piecewise/layers";
import { optimizerState, optimizerStateLoader, type Optimizer, type SavedState } from "@piecewise/optimizers";
import { CheckpointError, scope, sharedRandom, tensor } from "@piecewise/tensor";
import type { Random, RandomState, Tensor } from "@piecewise/tensor";
import type { Callback, EpochResult } from "../callback.ts";
import type { Validation } from "../fit-options.ts";
import type { LoadedArray, LoadedArrays, SavedArrays, Values } from "../saved-arrays.ts";
import type { Totals } from "../totals.ts";
import { version } from "../version.ts";
import { changes, differences, misfit, misfits } from "./misfit.ts";

/** What changes in a run, besides how far it has come. */
export interface RunParts {
  readonly model: Layer;
  readonly optimizer: Optimizer;
  readonly random: Random;
  readonly generators: Readonly<Record<string, Random>>;
  readonly totals: Totals;
  readonly callbacks: readonly Callback[];
  /** What must be the same in the run that goes on: it decides the order of the data, and what is measured. */
  readonly settings: Values;
}

/** Where in its data a run is: the epoch under way, and how many steps and batches of it are done. */
export interface Position {
  readonly epoch: number;
  readonly step: number;
  readonly batch: number;
  readonly totalSteps: number;
  readonly seconds: number;
}

/** How far a run has come. */
export interface RunProgress {
  readonly position: Position;
  readonly results: readonly EpochResult[];
  readonly validations: readonly Validation[];
  /** Why a callback stopped it, if one did. */
  readonly stopped?: string | undefined;
}

/** What the arrays of each part are called; weights have PyTorch's names, in which there is no slash. */
const prefix = {
  optimizer: "optimizer/",
  totals: "totals/",
  callback: (name: string) => `callbacks/${name}/`,
};
const format = 1;

/** All that a later run needs to go on with the same bits. */
export async function savedRun(parts: RunParts, progress: RunProgress): Promise<SavedArrays> {
  const { name, tensors, numbers } = optimizerState(parts.optimizer);
  const totals = await parts.totals.state();
  const own = savedCallbacks(parts.callbacks);
  return {
    arrays: {
      ...stateDict(parts.model),
      ...prefixed(prefix.optimizer, tensors),
      ...prefixed(prefix.totals, totals.arrays),
      ...Object.assign({}, ...own.map(({ key, saved }) => prefixed(prefix.callback(key), saved.arrays))),
    } as SavedArrays["arrays"],
    values: {
      format,
      version,
      settings: parts.settings,
      progress: progress as unknown as Values, // Plain data, whose interfaces have no index signature.
      optimizer: { name, numbers },
      random: randomStates(parts),
      totals: totals.values,
      callbacks: Object.fromEntries(own.map(({ key, saved }) => [key, saved.values])),
    },
  };
}

/**
 * Lets a run go on from a state, and gives how far that one had come. Everything is checked first: all that does not fit is told in
 * one error, and then nothing has changed.
 */
export function restoreRun(parts: RunParts, title: string, saved: LoadedArrays): RunProgress {
  const values = saved.values as unknown as SavedValues;
  if (values.format !== format)
    throw new CheckpointError(
      "fit",
      `${title} has the format ${values.format}, and this version reads ${format}`,
    );
  const absent = partNames.find((part) => values[part] === undefined);
  if (absent !== undefined) throw new CheckpointError("fit", `${title} is damaged: it has no ${absent}`);
  scope(() => {
    const weights = stateDict(parts.model);
    const problems = [
      ...changes(parts.settings, values.settings),
      ...misfits(weights, saved.arrays),
      ...differences("generators", Object.keys(randomStates(parts)), Object.keys(values.random)),
      ...differences("callbacks", stateful(parts.callbacks).map(({ key }) => key), Object.keys(values.callbacks)),
    ]; // prettier-ignore
    const loadOptimizer = optimizerLoader(parts.optimizer, saved, values, problems);
    if (problems.length > 0) throw new CheckpointError("fit", misfit(title, problems));
    loadOptimizer();
    for (const [name, p] of Object.entries(weights)) p.assign(asTensor(saved.arrays[name]));
    for (const [name, random] of Object.entries(generatorsOf(parts))) random.restore(values.random[name]);
  });
  parts.totals.load({ arrays: within(prefix.totals, saved.arrays), values: values.totals });
  for (const { key, callback } of stateful(parts.callbacks))
    callback.loadState?.({
      arrays: within(prefix.callback(key), saved.arrays),
      values: values.callbacks[key],
    });
  return values.progress;
}

interface SavedValues {
  readonly format: number;
  readonly settings: Values;
  readonly progress: RunProgress;
  readonly optimizer: Pick<SavedState, "name" | "numbers">;
  readonly random: Readonly<Record<string, RandomState>>;
  readonly totals: Values;
  readonly callbacks: Readonly<Record<string, Values>>;
}

const partNames = ["settings", "progress", "optimizer", "random", "totals", "callbacks"] as const;

/** The generators that are kept, by name. */
export const generatorsOf = ({
  random,
  generators,
}: Pick<RunParts, "random" | "generators">): Readonly<Record<string, Random>> => ({
  ...generators,
  fit: random,
  shared: sharedRandom(),
});

function randomStates(parts: RunParts): Readonly<Record<string, Values>> {
  const states = Object.entries(generatorsOf(parts)).map(
    ([name, { state }]) => [name, { ...state }] as const,
  );
  return Object.fromEntries(states);
}

/** Callbacks with a state, by names that tell them apart. */
function stateful(callbacks: readonly Callback[]) {
  const named = callbacks.filter((callback) => callback.state !== undefined);
  return named.map((callback, i) => {
    const before = named.slice(0, i).filter(({ name }) => name === callback.name).length;
    return { callback, key: `${callback.name ?? "callback"}${before === 0 ? "" : ` ${before + 1}`}` };
  });
}

function savedCallbacks(callbacks: readonly Callback[]) {
  return stateful(callbacks).map(({ key, callback }) => ({ key, saved: callback.state!() }));
}

function prefixed<T>(before: string, arrays: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [before + name, array]));
}

function within<T>(before: string, arrays: Readonly<Record<string, T>>): Record<string, T> {
  const own = Object.entries(arrays).filter(([name]) => name.startsWith(before));
  return Object.fromEntries(own.map(([name, array]) => [name.slice(before.length), array]));
}

function optimizerLoader(
  optimizer: Optimizer,
  { arrays }: LoadedArrays,
  values: SavedValues,
  problems: string[],
): () => void {
  try {
    const own = Object.entries(within(prefix.optimizer, arrays));
    const tensors = Object.fromEntries(own.map(([name, array]) => [name, asTensor(array)]));
    return optimizerStateLoader(optimizer, { ...values.optimizer, tensors });
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
    return () => {};
  }
}

function asTensor({ data, shape }: LoadedArray): Tensor {
  return tensor(data, { shape });
}
