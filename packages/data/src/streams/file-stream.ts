import { diskFor } from "../disk.ts";

/**
 * The bytes of a file piece by piece, in Node. A zipped file goes through `new DecompressionStream("gzip")`. In a browser the
 * same comes from `blob.stream()` or a response's `body`. Reading happens off the main thread in both.
 *
 * @example ignore: reads a file
 * const open = () => fileStream("train-labels.gz").pipeThrough(new DecompressionStream("gzip"));
 */
export function fileStream(path: string): ReadableStream<Uint8Array<ArrayBuffer>> {
  return diskFor("fileStream", "blob.stream()").stream(path);
}
