import type { Attributes } from "@piecewise/spec";
import type { WasmBuffer } from "../buffer.ts";
import type { Engine } from "../engine.ts";
import { rowMajor } from "../layout.ts";
import { loopFor, piece, type Loop } from "./map.ts";
import { walkOf } from "./walk.ts";

/** Numbers in a piece whose totals are added up: they must not depend on the number of threads. */
const summedPiece = 16_384;

/**
 * The loop of a formula over several groups of arrays. Threads take pieces of all of them: a small group costs no job. Means
 * of gradients that have become 0, such as those of dead units, decay to denormal numbers, with which a processor is slow:
 * in all outputs but the first, the parameter itself, they are stored as 0.
 */
export function update(
  engine: Engine,
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  { formula, scalars, sizes, sums = 0 }: Attributes["update"],
): void {
  for (const x of inputs) rowMajor(engine, x);
  for (const y of outputs) y.layout = undefined;
  engine.setScalars(scalars);
  const [taken, given] = [formula.inputs, formula.outputs.length - sums];
  const numbers = sizes.reduce((a, b) => a + b, 0);
  const longest = sums > 0 ? summedPiece : Math.ceil(numbers / engine.threads / piece) * piece;
  const totals = new Totals(engine, sums, sizes, longest);
  const work = new Map<Loop, number[][]>();
  for (let group = 0; group < sizes.length; group++) {
    const own = outputs.slice(group * given, (group + 1) * given);
    const read = inputs.slice(group * taken, (group + 1) * taken);
    const walk = walkOf([sizes[group]], read.map(alongside));
    const loop = loopFor(engine, formula, own, read, walk, true);
    if (!work.has(loop)) work.set(loop, []);
    for (let from = 0; from < sizes[group]; from += longest) {
      const chunk = argumentsOf(own, read, from, Math.min(longest, sizes[group] - from));
      if (sums > 0) chunk.push(totals.next());
      work.get(loop)!.push(chunk);
    }
  }
  for (const [{ loop, operations }, chunks] of work)
    engine.share(loop, (numbers * operations) / 8000, chunks);
  if (sums > 0) totals.store(outputs[sizes.length * given]);
}

const alongside = () => [1];

/** The arguments of a map kernel: one row, its length, where the buffers go on, no steps between rows. */
function argumentsOf(
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  from: number,
  length: number,
): number[] {
  const chunk = [1, length];
  for (const { pointer } of outputs) chunk.push(pointer + from * 4);
  for (const { pointer } of inputs) chunk.push(pointer + from * 4);
  for (let i = 0; i < inputs.length; i++) chunk.push(0);
  return chunk;
}

/** Where the totals of each piece go, in float64, and how they are added up in the end: group by group, in their order. */
class Totals {
  readonly #engine: Engine;
  readonly #sums: number;
  readonly #pieces: readonly number[];
  readonly #address: number;
  #given = 0;

  constructor(engine: Engine, sums: number, sizes: readonly number[], longest: number) {
    this.#engine = engine;
    this.#sums = sums;
    this.#pieces = sums > 0 ? sizes.map((size) => Math.ceil(size / longest)) : [];
    const count = this.#pieces.reduce((a, b) => a + b, 0);
    this.#address = count > 0 ? engine.scratch(count * sums * 8) : 0;
  }

  /** The address for the next piece. */
  next(): number {
    return this.#address + this.#given++ * this.#sums * 8;
  }

  store(y: WasmBuffer): void {
    const { memory, floats } = this.#engine;
    const doubles = new Float64Array(memory.buffer, this.#address, this.#given * this.#sums);
    let at = 0;
    this.#pieces.forEach((pieces, group) => {
      const total = new Float64Array(this.#sums);
      for (let i = 0; i < pieces * this.#sums; i++) total[i % this.#sums] += doubles[at++];
      floats.set(total, y.pointer / 4 + group * this.#sums);
    });
  }
}
