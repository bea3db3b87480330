import { DataError } from "./data-error.ts";
import type { Disk } from "./disk.ts";
import { reasonOf } from "./reason.ts";

/** What has arrived of a download, from its first byte on. */
export interface PartialDownload {
  size(): Promise<number>;
  write(chunk: Uint8Array, at: number): Promise<void>;
  read(): Promise<Uint8Array<ArrayBuffer>>;
  /** Forgets what has arrived. */
  restart(): Promise<void>;
  /** Stops. What is complete and right gets its final name; the rest waits for the next attempt. */
  close(complete: boolean): Promise<void>;
}

/**
 * A download kept in a `.part` file beside its final place, so that the next run goes on where this one stops. Two
 * processes that download the same file write the same bytes to the same places.
 */
export async function partialFile(
  disk: Disk,
  operation: string,
  folder: string,
  name: string,
): Promise<PartialDownload> {
  const path = disk.join(folder, name);
  const part = `${path}.part`;
  const refused = (cause: unknown) => {
    const remedy = "pass a `cacheDir` that can be written to, or set XDG_CACHE_HOME";
    const rule = `cannot write to the cache, ${part}: ${reasonOf(cause)}; ${remedy}`;
    throw new DataError(operation, rule, { cause });
  };
  const file = await disk.open(folder, `${name}.part`).catch(refused);
  return {
    size: () => file.size(),
    write: (chunk, at) => file.write(chunk, at).catch(refused),
    read: () => file.read(),
    restart: () => file.empty().catch(refused),
    async close(complete) {
      await file.close();
      // Where another process was faster, the part is gone and the file is there.
      if (complete) await disk.rename(part, path).catch(() => undefined);
    },
  };
}

/** A download kept in memory, for browsers. */
export function partialMemory(): PartialDownload {
  let kept = new Blob([]);
  return {
    size: async () => kept.size,
    write: async (chunk, at) => void (kept = new Blob([kept.slice(0, at), new Uint8Array(chunk)])),
    read: async () => new Uint8Array(await kept.arrayBuffer()),
    restart: async () => void (kept = new Blob([])),
    close: async () => undefined,
  };
}
