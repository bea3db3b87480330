import { functionsIn, type Formula } from "@piecewise/expressions";
import type { Attributes } from "@piecewise/spec";
import type { WasmBuffer } from "../buffer.ts";
import type { Engine, Kernel } from "../engine.ts";
import { buildExact, buildVector, type Building } from "./build.ts";
import { isExact } from "./exact.ts";
import { workOf } from "./functions.ts";
import { joinRows } from "./join-rows.ts";
import { arrange, eachRow, walkOf, type Walk } from "./walk.ts";

/** One loop over the elements, for any formula. */
export function map(
  engine: Engine,
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  attributes: Attributes["map"],
): void {
  const { formula, scalars } = attributes;
  const { shape, strides, layout } = arrange(engine, outputs[0], inputs, attributes);
  if (shape.includes(0)) return;
  const walk = walkOf(shape, strides);
  const loop = loopFor(engine, formula, outputs, inputs, walk);
  engine.setScalars(scalars);
  for (const output of outputs) output.layout = layout;
  const joined = joinRows(engine, outputs, inputs, walk);
  if (joined === undefined) run(engine, loop, outputs, inputs, walk);
  else {
    for (const part of joined.parts) run(engine, loop, part.outputs, part.inputs, part.walk);
    joined.free();
  }
}

function run(
  engine: Engine,
  loop: Loop,
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  walk: Walk,
): void {
  const breaksRows = (walk.outer > 1 || walk.shape.length > 0) && walk.inner % 4 !== 0;
  if (walk.shape.length === 0 && !breaksRows) runSplit(engine, loop, outputs, inputs, walk);
  else runByRows(engine, loop.loop, outputs, inputs, walk, breaksRows);
}

/** Numbers in a piece that threads share out: a cache line. */
export const piece = 16;

/** One row, or rows of whole vectors: threads share out pieces of the row, or rows. */
function runSplit(
  engine: Engine,
  { loop, operations }: Loop,
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  { outer, inner, within, between }: Walk,
): void {
  const microseconds = (outer * inner * operations) / 8000;
  const steps = between.map((step) => step * 4);
  const at = (buffer: WasmBuffer, numbers: number) => buffer.pointer + numbers * 4;
  if (outer === 1)
    engine.split(loop, Math.ceil(inner / piece), microseconds, (from, to) => [
      1,
      Math.min(to * piece, inner) - from * piece,
      ...outputs.map((y) => at(y, from * piece)),
      ...inputs.map((x, i) => at(x, from * piece * within[i])),
      ...steps,
    ]);
  else
    engine.split(loop, outer, microseconds, (from, to) => [
      to - from,
      inner,
      ...outputs.map((y) => at(y, from * inner)),
      ...inputs.map((x, i) => at(x, from * between[i])),
      ...steps,
    ]);
}

/**
 * Call by call on this thread. A vector at the end of a row that does not divide into vectors reaches into the next row:
 * an output that is also an input gets a place of its own meanwhile.
 */
function runByRows(
  engine: Engine,
  { run }: Kernel,
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  walk: Walk,
  breaksRows: boolean,
): void {
  const inPlace = breaksRows ? outputs.filter((y) => inputs.includes(y)) : [];
  const targets = outputs.map((y) => (inPlace.includes(y) ? engine.heap.alloc(y.size * 4) : y.pointer));
  const steps = walk.between.map((step) => step * 4);
  eachRow(walk, (offset, position) => {
    const from = inputs.map((buffer, i) => buffer.pointer + offset[i] * 4);
    run(walk.outer, walk.inner, ...targets.map((pointer) => pointer + position * 4), ...from, ...steps);
  });
  outputs.forEach((y, i) => {
    if (!inPlace.includes(y)) return;
    engine.heap.free(y.pointer);
    y.pointer = targets[i];
  });
}

/** A formula's kernel, and how many simple operations its work for an element amounts to. */
export interface Loop {
  readonly loop: Kernel;
  readonly operations: number;
}

/** The loops of a formula, by what else decides about them. Looked up in every call, so the key is short. */
const loops = new WeakMap<Engine, WeakMap<Formula, Map<string, Loop>>>();

export function loopFor(
  engine: Engine,
  formula: Formula,
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  walk: Walk,
  flushes = false,
): Loop {
  let byFormula = loops.get(engine);
  if (byFormula === undefined) loops.set(engine, (byFormula = new WeakMap<Formula, Map<string, Loop>>()));
  let known = byFormula.get(formula);
  if (known === undefined) byFormula.set(formula, (known = new Map<string, Loop>()));
  let key = flushes ? "flushing " : "";
  for (const { dtype } of outputs) key += dtype[0];
  for (let i = 0; i < inputs.length; i++) key += inputs[i].dtype[0] + walk.within[i];
  const loop = known.get(key);
  if (loop !== undefined) return loop;
  const compiled = compile(engine, `map ${key} ${formula.key}`, {
    ...{ engine, formula, outputs, inputs, walk, flushes },
  });
  const made = { loop: compiled, operations: workOf(formula.outputs) };
  known.set(key, made);
  return made;
}

function compile(engine: Engine, key: string, building: Omit<Building, "module">): Kernel {
  const { formula, outputs, inputs, walk } = building;
  const hasIntegers = [...outputs, ...inputs].some(({ dtype }) => dtype === "int32");
  const isStrided = walk.within.some((stride) => stride !== 0 && stride !== 1);
  const exact = isStrided || (hasIntegers && [...functionsIn(formula.outputs)].every(isExact));
  return engine.splittable(key, (module) => (exact ? buildExact : buildVector)({ ...building, module }));
}
