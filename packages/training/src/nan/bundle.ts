import type { Batch, Rows } from "@piecewise/data";
import { CheckpointError, type RandomState } from "@piecewise/tensor";
import { readCheckpoint } from "../checkpoints/latest.ts";
import type { CheckpointStore } from "../checkpoints/store.ts";
import type { LoadedArrays, SavedArrays } from "../saved-arrays.ts";

/** A step that went wrong: what it takes to take it once more. */
export interface Bundle {
  readonly weights: SavedArrays["arrays"];
  readonly batches: readonly Batch[];
  readonly states: Readonly<Record<string, RandomState>>;
}

/** What bundles are called: not as checkpoints are, which a run goes on from. */
export function bundleName(epoch: number, step: number): string {
  return `nan-epoch-${String(epoch).padStart(4, "0")}-step-${String(step).padStart(8, "0")}`;
}

/** A bundle as a store keeps it: weights under PyTorch's names, and the batches. */
export function savedBundle({ weights, batches, states }: Bundle): SavedArrays {
  const rows = batches.flatMap(({ inputs, targets }, i) => [
    [`batches/${i}/inputs`, inputs] as const,
    [`batches/${i}/targets`, targets] as const,
  ]);
  const own = Object.entries(states).map(([name, state]) => [name, { ...state }] as const);
  return {
    arrays: { ...weights, ...Object.fromEntries(rows) },
    values: { format: 1, batches: batches.length, states: Object.fromEntries(own) },
  };
}

/** The bundle of a name, or the last in the store. */
export async function readBundle(
  store: CheckpointStore,
  name?: string,
): Promise<Omit<Bundle, "weights"> & { readonly weights: LoadedArrays["arrays"] }> {
  // prettier-ignore
  const found = name ?? (await store.names()).filter((one) => one.startsWith("nan-")).sort().at(-1); // prettier-ignore
  if (found === undefined)
    throw new CheckpointError("replay", `${store.title} has no step that stopAtNaN kept`);
  const { arrays, values } = await readCheckpoint(store, found);
  const count = Number(values["batches"]);
  const batches = Array.from({ length: count }, (_, i) => ({
    inputs: arrays[`batches/${i}/inputs`] as Rows,
    targets: arrays[`batches/${i}/targets`] as Rows,
  }));
  const weights = Object.fromEntries(Object.entries(arrays).filter(([key]) => !key.startsWith("batches/")));
  return { weights, batches, states: values["states"] as unknown as Bundle["states"] };
}
