import { DataError } from "../data-error.ts";
import { chunksOf, type ChunkSource } from "./chunks.ts";

/** Reads so many bytes at a time, however they come. */
export interface ByteReader {
  /** The next `count` bytes, in memory of their own; fewer at the end. */
  read(count: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

export function byteReader(operation: string, source: ChunkSource): ByteReader {
  const chunks = chunksOf(operation, source);
  let waiting: Uint8Array = new Uint8Array(0);
  const more = async () => {
    const next = await chunks.next();
    if (next.done === true) return false;
    if (typeof next.value === "string") throw new DataError(operation, "the source gives text; give bytes");
    waiting = next.value;
    return true;
  };
  return {
    async read(count) {
      const parts: Uint8Array[] = [];
      let missing = count;
      while (missing > 0 && (waiting.length > 0 || (await more()))) {
        const part = waiting.subarray(0, missing);
        waiting = waiting.subarray(part.length);
        missing -= part.length;
        parts.push(part);
      }
      return joined(parts, count - missing);
    },
    close: async () => void (await chunks.return(undefined)),
  };
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
