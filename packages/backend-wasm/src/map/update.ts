import type { Attributes } from "@piecewise/spec";
import type { WasmBuffer } from "../buffer.ts";
import type { Engine } from "../engine.ts";
import { rowMajor } from "../layout.ts";
import type { Chunk } from "../pool.ts";
import { loopFor, piece, type Loop } from "./map.ts";
import { walkOf } from "./walk.ts";

/** The loop of a formula over several groups of arrays. Threads take pieces of all of them: a small group costs no job. */
export function update(
  engine: Engine,
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  { formula, scalars, sizes }: Attributes["update"],
): void {
  for (const x of inputs) rowMajor(engine, x);
  for (const y of outputs) y.layout = undefined;
  engine.setScalars(scalars);
  const [taken, given] = [formula.inputs, formula.outputs.length];
  const total = sizes.reduce((a, b) => a + b, 0);
  const longest = Math.ceil(total / engine.threads / piece) * piece;
  const chunks = new Map<Loop, Chunk[]>();
  sizes.forEach((size, group) => {
    if (size === 0) return;
    const own = outputs.slice(group * given, (group + 1) * given);
    const read = inputs.slice(group * taken, (group + 1) * taken);
    const strides = read.map(() => [1]);
    const loop = loopFor(engine, formula, own, read, walkOf([size], strides));
    const pieces = piecesOf(size, longest, [...own, ...read], read.length);
    const known = chunks.get(loop);
    if (known === undefined) chunks.set(loop, pieces);
    else known.push(...pieces);
  });
  for (const [{ loop, operations }, pieces] of chunks)
    engine.share(loop, (total * operations) / 8000, pieces);
}

/** The arguments of a map kernel for pieces of one row: one row, its length, the buffers, no steps between rows. */
function piecesOf(size: number, longest: number, buffers: readonly WasmBuffer[], inputs: number): Chunk[] {
  const pieces: Chunk[] = [];
  const steps = new Array<number>(inputs).fill(0);
  for (let from = 0; from < size; from += longest) {
    const pointers = buffers.map(({ pointer }) => pointer + from * 4);
    pieces.push([1, Math.min(longest, size - from), ...pointers, ...steps]);
  }
  return pieces;
}
