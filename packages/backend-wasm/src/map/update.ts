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
  let loop: Loop | undefined;
  let chunks: Chunk[] = [];
  for (let group = 0; group < sizes.length; group++) {
    const own = outputs.slice(group * given, (group + 1) * given);
    const read = inputs.slice(group * taken, (group + 1) * taken);
    const needed = loopFor(engine, formula, own, read, walkOf([sizes[group]], read.map(alongside)));
    if (loop !== undefined && needed !== loop) {
      engine.share(loop.loop, (total * loop.operations) / 8000, chunks);
      chunks = [];
    }
    loop = needed;
    for (let from = 0; from < sizes[group]; from += longest)
      chunks.push(argumentsOf(own, read, from, Math.min(longest, sizes[group] - from)));
  }
  if (loop !== undefined) engine.share(loop.loop, (total * loop.operations) / 8000, chunks);
}

const alongside = () => [1];

/** The arguments of a map kernel: one row, its length, where the buffers go on, no steps between rows. */
function argumentsOf(
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  from: number,
  length: number,
): Chunk {
  const chunk = [1, length];
  for (const { pointer } of outputs) chunk.push(pointer + from * 4);
  for (const { pointer } of inputs) chunk.push(pointer + from * 4);
  for (let i = 0; i < inputs.length; i++) chunk.push(0);
  return chunk;
}
