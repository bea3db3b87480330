import { fresh, isAsync, type AsyncBatches, type Batch, type BatchSource } from "../batch-source.ts";
import { checkWholeNumber } from "../whole-number.ts";

/**
 * Reads up to `ahead` batches before they are asked for, so that reading goes on while the batch before is worked on. That pays
 * for batches that come asynchronously: files and the network work off the main thread.
 *
 * @example
 * const source = batches(moons({ count: 10, seed: 1 }), { size: 5 });
 * for await (const { inputs } of prefetch(source, 2)) inputs.shape; // [5,2]
 */
export function prefetch(source: BatchSource, ahead = 2): AsyncBatches {
  checkWholeNumber("prefetch", "ahead", ahead, 1);
  const { rows, steps } = source;
  return {
    rows,
    steps,
    async *[Symbol.asyncIterator]() {
      const iterator = iteratorOf(fresh("prefetch", source));
      const coming: Promise<IteratorResult<Batch>>[] = [];
      const ask = () => {
        const next = (async () => iterator.next())();
        // It is waited for below, where an error is thrown at its turn.
        next.catch(() => undefined);
        coming.push(next);
      };
      try {
        for (;;) {
          while (coming.length <= ahead) ask();
          const next = await coming.shift();
          if (next === undefined || next.done === true) return;
          yield next.value;
        }
      } finally {
        await iterator.return?.();
      }
    },
  };
}

function iteratorOf(source: BatchSource): AsyncIterator<Batch> | Iterator<Batch> {
  return isAsync(source) ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}
