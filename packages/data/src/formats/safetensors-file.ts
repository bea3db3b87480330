import { DataError } from "../data-error.ts";
import { diskFor } from "../disk.ts";
import { reasonOf } from "../reason.ts";
import {
  parseSafetensors,
  safetensorsChunks,
  type Safetensors,
  type SafetensorsOptions,
} from "./safetensors.ts";
import type { WritableArray } from "./stored-array.ts";

/**
 * Writes arrays or tensors to a safetensors file, one after another: no second copy of all weights is made. What stood at
 * `path` stays whole until the new file is: it is written beside it, and takes its place once it is on the disk.
 *
 * @example ignore: writes a file
 * await writeSafetensors("model.safetensors", stateDict(model), { metadata: { epoch: "3" } });
 */
export async function writeSafetensors(
  path: string,
  arrays: Readonly<Record<string, WritableArray>>,
  options: SafetensorsOptions = {},
): Promise<void> {
  await diskFor("writeSafetensors", "safetensorsBytes").replace(path, safetensorsChunks(arrays, options));
}

/**
 * Reads a safetensors file: see {@link parseSafetensors}.
 *
 * @example ignore: reads a file
 * loadStateDict(model, (await readSafetensors("model.safetensors")).tensors);
 */
export async function readSafetensors(path: string): Promise<Safetensors> {
  const disk = diskFor("readSafetensors", "parseSafetensors");
  try {
    return parseSafetensors(await disk.read(path));
  } catch (cause) {
    throw new DataError("readSafetensors", `cannot use ${path}: ${reasonOf(cause)}`, { cause });
  }
}
