import { epochCounter, fresh, type AsyncBatches, type Batch, type BatchSource } from "../batch-source.ts";
import { DataError } from "../data-error.ts";
import { dataset } from "../dataset.ts";
import { random, type RandomNumbers } from "../random.ts";
import { reasonOf } from "../reason.ts";
import type { Rows } from "../rows.ts";
import { checkWholeNumber } from "../whole-number.ts";
import { RowStore } from "./row-store.ts";

export interface StreamOptions {
  /** Rows in a batch; the last batch may have fewer. */
  readonly size: number;
  /** Shuffles the rows. Left out: they come in the order of the source. */
  readonly seed?: number | undefined;
  /** How many rows are held to draw the next one from; 10,000 unless given. As many as there are shuffle perfectly. */
  readonly buffer?: number | undefined;
  /** Each epoch has an order of its own. Left out: each walk is the next epoch, from 0 on. */
  readonly epoch?: number | undefined;
  /** Leaves out the last batch when it has fewer than `size` rows. */
  readonly dropLast?: boolean | undefined;
}

/**
 * Batches of one size from a source that gives rows as it likes, one by one or many at once, and may be larger than memory:
 * never more than `buffer` rows, one batch and what the source gives at once are held. With a seed, each row is drawn from
 * the buffer and another takes its place.
 *
 * A source is an iterable or async iterable of batches, such as `csvRows` and `idxRows`, or a function that makes one for
 * each walk. The order follows from the seed, the epoch and the source, and not from how the source cuts its rows.
 *
 * @example
 * async function* rows() {
 *   for (let i = 0; i < 5; i++) {
 *     const row = { data: Float32Array.of(i), shape: [1, 1] };
 *     yield { inputs: row, targets: row };
 *   }
 * }
 * const sizes = [];
 * for await (const { inputs } of streamBatches(rows, { size: 2, seed: 1 })) sizes.push(inputs.shape[0]);
 * sizes; // [2,2,1]
 */
export function streamBatches(
  source: BatchSource | (() => BatchSource),
  options: StreamOptions,
): AsyncBatches {
  const { size, seed, dropLast = false, buffer = 10_000 } = options;
  checkWholeNumber(operation, "size", size, 1);
  checkWholeNumber(operation, "buffer", buffer, 1);
  const nextEpoch = epochCounter(operation, options.epoch);
  const { rows: all } = typeof source === "function" ? {} : source;
  const rows = all !== undefined && dropLast ? all - (all % size) : all;
  return {
    rows,
    steps: rows === undefined ? undefined : Math.ceil(rows / size),
    async *[Symbol.asyncIterator]() {
      const numbers = random(seed ?? 0, nextEpoch());
      let cutter: Cutter | undefined;
      for await (const piece of piecesOf(typeof source === "function" ? source() : source)) {
        cutter ??= new Cutter(piece, size, seed === undefined ? 0 : buffer, numbers);
        yield* cutter.add(piece);
      }
      if (cutter === undefined)
        throw new DataError(operation, "the source gives no rows; give one that has at least one");
      yield* cutter.rest(dropLast);
    },
  };
}

const operation = "streamBatches";

/** Cuts rows into batches, and draws them from a buffer that has room for some. */
class Cutter {
  readonly #batch: RowStore;
  readonly #buffer: RowStore;
  readonly #numbers: RandomNumbers;
  #given = 0;

  constructor(model: Batch, size: number, buffer: number, numbers: RandomNumbers) {
    this.#batch = new RowStore(model, size);
    this.#buffer = new RowStore(model, buffer);
    this.#numbers = numbers;
  }

  *add(piece: Batch): Generator<Batch> {
    const buffer = this.#buffer;
    for (let row = 0; row < piece.inputs.shape[0]; row++) {
      if (buffer.capacity === 0) yield* this.#give(piece, row);
      else if (buffer.count < buffer.capacity) buffer.push(piece, row);
      else {
        const drawn = this.#numbers.integer(buffer.count);
        yield* this.#give(buffer.rows, drawn);
        buffer.set(drawn, piece, row);
      }
    }
  }

  *rest(dropLast: boolean): Generator<Batch> {
    const buffer = this.#buffer;
    while (buffer.count > 0) {
      const drawn = this.#numbers.integer(buffer.count);
      yield* this.#give(buffer.rows, drawn);
      buffer.set(drawn, buffer.rows, --buffer.count);
    }
    if (dropLast && this.#given < this.#batch.capacity)
      throw new DataError(
        operation,
        `size ${this.#batch.capacity} with dropLast leaves none of ${this.#given} rows; give a smaller size`,
      );
    if (this.#batch.count > 0 && !dropLast) yield this.#batch.take();
  }

  *#give(from: Batch, row: number): Generator<Batch> {
    this.#given++;
    this.#batch.push(from, row);
    if (this.#batch.count === this.#batch.capacity) yield this.#batch.take();
  }
}

/** What a source gives, once it is checked: rows like those before, and finite targets. */
async function* piecesOf(source: BatchSource): AsyncGenerator<Batch> {
  let first: Batch | undefined;
  let count = 0;
  for await (const { inputs, targets } of fresh(operation, source)) {
    count++;
    if (inputs.shape[0] === 0) continue;
    const piece = checked({ inputs, targets }, count);
    first ??= piece;
    for (const name of ["inputs", "targets"] as const) checkAlike(name, first[name], piece[name], count);
    yield piece;
  }
}

function checked(piece: Batch, count: number): Batch {
  try {
    return dataset(piece);
  } catch (cause) {
    throw new DataError(operation, `piece ${count} of the source: ${reasonOf(cause)}`, { cause });
  }
}

function checkAlike(name: string, first: Rows, rows: Rows, count: number): void {
  const described = ({ data, shape }: Rows) =>
    `[n, ${shape.slice(1).join(", ")}] in ${data.constructor.name}`;
  if (described(first) === described(rows)) return;
  throw new DataError(
    operation,
    `piece ${count} of the source has ${name} of shape ${described(rows)}, the first had ${described(first)}; make them alike`,
  );
}
