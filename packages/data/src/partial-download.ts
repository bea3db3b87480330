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

/** A download kept in a `.part` file beside its final place, so that the next run goes on where this one stops. */
export async function partialFile(
  disk: Disk,
  operation: string,
  folder: string,
  name: string,
): Promise<PartialDownload> {
  const path = disk.join(folder, name);
  const part = `${path}.part`;
  const { files, constants } = disk;
  const refused = (cause: unknown) => {
    const remedy = "pass a `cacheDir` that can be written to, or set XDG_CACHE_HOME";
    throw new DataError(operation, `cannot write to the cache, ${part}: ${reasonOf(cause)}; ${remedy}`, {
      cause,
    });
  };
  await files.mkdir(folder, { recursive: true }).catch(refused);
  // Not for appending: two processes that download the same file then write the same bytes to the same places.
  const handle = await files.open(part, constants.O_RDWR | constants.O_CREAT).catch(refused);
  return {
    size: async () => (await handle.stat()).size,
    write: async (chunk, at) => void (await handle.write(chunk, 0, chunk.length, at).catch(refused)),
    async read() {
      const bytes = new Uint8Array((await handle.stat()).size);
      await handle.read(bytes, 0, bytes.length, 0);
      return bytes;
    },
    restart: () => handle.truncate(0).catch(refused),
    async close(complete) {
      await handle.close();
      // Where another process was faster, the part is gone and the file is there.
      if (complete) await files.rename(part, path).catch(() => undefined);
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
