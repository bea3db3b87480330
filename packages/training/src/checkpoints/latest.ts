import { CheckpointError } from "@piecewise/tensor";
import type { LoadedArrays, SavedArrays } from "../saved-arrays.ts";
import { fileStore } from "./file-store.ts";
import type { CheckpointContents, CheckpointStore } from "./store.ts";
import { textOf, valuesOf } from "./values-text.ts";

const pattern = /^epoch-\d+-step-(\d+)$/;

/** What a checkpoint is called: names of a run sort as its steps do. */
export function checkpointName(epoch: number, totalSteps: number): string {
  return `epoch-${String(epoch).padStart(4, "0")}-step-${String(totalSteps).padStart(8, "0")}`;
}

/** The names of checkpoints in a store, oldest first. */
export async function checkpointNames(store: CheckpointStore): Promise<string[]> {
  const steps = (name: string) => Number(pattern.exec(name)?.[1]);
  return (await store.names()).filter((name) => pattern.test(name)).sort((a, b) => steps(a) - steps(b));
}

/** A store, or the folder of one. */
export function storeOf(place: string | CheckpointStore): CheckpointStore {
  return typeof place === "string" ? fileStore(place) : place;
}

/** The state of a run as a store keeps it. */
export function contentsOf({ arrays, values }: SavedArrays): CheckpointContents {
  return { arrays, metadata: { piecewise: textOf(values) } };
}

/** The state of a run in a store's checkpoint. */
export async function readCheckpoint(store: CheckpointStore, name: string): Promise<LoadedArrays> {
  const { tensors, metadata } = await store.read(name).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CheckpointError(
      "fit",
      `cannot use ${name}: ${reason}; without that file, the one before is taken`,
    );
  });
  const text = metadata["piecewise"];
  if (text === undefined)
    throw new CheckpointError(
      "fit",
      `${name} in ${store.title} has weights alone and no state of a run; use loadStateDict`,
    );
  return { arrays: tensors as LoadedArrays["arrays"], values: valuesOf(text) };
}

/** The last checkpoint in a store, if it has any. */
export async function latestCheckpoint(
  place: string | CheckpointStore,
): Promise<{ readonly title: string; readonly saved: LoadedArrays } | undefined> {
  const store = storeOf(place);
  const name = (await checkpointNames(store)).at(-1);
  if (name === undefined) return undefined;
  return { title: `${name} in ${store.title}`, saved: await readCheckpoint(store, name) };
}
