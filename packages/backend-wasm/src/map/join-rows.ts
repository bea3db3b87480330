import type { WasmBuffer } from "../buffer.ts";
import type { Engine } from "../engine.ts";
import type { Walk } from "./walk.ts";

/** A loop over joined rows, or over those that are left. */
interface Part {
  readonly outputs: readonly WasmBuffer[];
  readonly inputs: readonly WasmBuffer[];
  readonly walk: Walk;
}

/** Numbers in a joined row: enough to make the start of a row cheap. */
const enough = 256;
/** Numbers in rows of whole vectors that are long enough as they are. */
const longEnough = 32;
/** Numbers in all rows, below which copies cost more than they gain. */
const worthIt = 8192;

/**
 * Rows that are short or do not divide into vectors, such as the channels of a pixel, are joined to longer ones, where all
 * that stands between is an input that repeats from row to row, such as a bias: it is copied as often as rows are joined.
 */
export function joinRows(
  engine: Engine,
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  walk: Walk,
): { readonly parts: readonly Part[]; readonly free: () => void } | undefined {
  const { inner, outer } = walk;
  if (outer * inner < worthIt || walk.within.some((step) => step !== 0 && step !== 1)) return undefined;
  const rows = rowsToJoin(walk);
  if (outer < 2 * rows) return undefined;
  const repeats = inputs.map((_, i) => walk.within[i] === 1 && walk.between[i] === 0);
  const copies = inputs.map((x, i) => (repeats[i] ? repeated(engine, x, inner, rows) : x));
  const done = Math.floor(outer / rows) * rows;
  const behind = (y: WasmBuffer): WasmBuffer => ({ ...y, pointer: y.pointer + done * inner * 4 });
  const between = walk.between.map((step) => step * rows);
  const whole = {
    outputs,
    inputs: copies,
    walk: { ...walk, outer: done / rows, inner: inner * rows, between },
  };
  const rest = {
    outputs: outputs.map(behind),
    inputs: copies.map((x, i) => (walk.between[i] === 0 ? x : behind(x))),
    walk: { ...walk, outer: 1, inner: (outer - done) * inner },
  };
  return {
    parts: done === outer ? [whole] : [whole, rest],
    free: () => copies.forEach((copy, i) => repeats[i] && engine.heap.free(copy.pointer)),
  };
}

/** How many rows make a long one of whole vectors; ∞ where rows cannot be joined or need not be. */
function rowsToJoin({ inner, within, between, shape }: Walk): number {
  const isFlat = within.every((step, i) => between[i] === step * inner || between[i] === 0);
  if (shape.length > 0 || !isFlat || (inner >= longEnough && inner % 4 === 0)) return Infinity;
  const least = inner % 4 === 0 ? 1 : inner % 2 === 0 ? 2 : 4;
  return least * Math.ceil(enough / (least * inner));
}

/** A copy with the first `size` numbers over and over. */
function repeated(engine: Engine, x: WasmBuffer, size: number, times: number): WasmBuffer {
  const pointer = engine.heap.alloc(size * times * 4);
  const numbers = engine.integers;
  const [from, to] = [x.pointer / 4, pointer / 4];
  numbers.copyWithin(to, from, from + size);
  for (let copied = size; copied < size * times; copied *= 2)
    numbers.copyWithin(to + copied, to, to + Math.min(copied, size * times - copied));
  return { ...x, pointer };
}
