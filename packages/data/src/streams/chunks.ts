import { DataError, isDataError } from "../data-error.ts";
import { reasonOf } from "../reason.ts";

/** Opens a file, a response or another stream from its beginning, once for each walk. */
export type ChunkSource = () => Chunks | Promise<Chunks>;

/** Bytes or text that come piece by piece. */
export type Chunks = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>;

/** The pieces of a source, one after the other; a walk that is left early closes it. */
export async function* chunksOf(
  operation: string,
  source: ChunkSource,
): AsyncGenerator<Uint8Array | string, void> {
  try {
    const chunks = await source();
    yield* "getReader" in chunks ? readToEnd(chunks) : chunks;
  } catch (cause) {
    if (isDataError(cause)) throw cause;
    throw new DataError(operation, `cannot read the source: ${reasonOf(cause)}; open one that is whole`, {
      cause,
    });
  }
}

/** Not every browser can walk a stream with `for await`. */
async function* readToEnd(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
