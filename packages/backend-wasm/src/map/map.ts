import { functionsIn, input, operationCount, scalar, type Formula } from "@piecewise/expressions";
import type { Attributes } from "@piecewise/spec";
import { rowMajor, type ChannelsLast, type WasmBuffer } from "../buffer.ts";
import type { Code, Local } from "../emitter/code.ts";
import { advance, advanceBy, countDown } from "../emitter/loops.ts";
import type { Module } from "../emitter/module.ts";
import { scalarsAt, type Engine, type Kernel } from "../engine.ts";
import { ExactLoop, isExact } from "./exact.ts";
import { FormulaLoop } from "./formula-loop.ts";
import { Lanes } from "./lanes.ts";

type MapAttributes = Attributes["map"];

/** Two loops, one inside the other, and how far each pointer moves between two rows; further axes are walked from outside. */
interface Walk {
  readonly outer: number;
  readonly inner: number;
  /** For each input: 1 goes from number to number within a row, 0 repeats one. */
  readonly within: readonly number[];
  /** For each input: numbers from row to row. */
  readonly between: readonly number[];
  /** Sizes and strides of the axes further out. */
  readonly shape: readonly number[];
  readonly strides: readonly (readonly number[])[];
}

/** One loop over the elements, for any formula. */
export function map(
  engine: Engine,
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  attributes: MapAttributes,
): void {
  const { formula, scalars } = attributes;
  const { shape, strides, layout } = arrange(engine, outputs[0], inputs, attributes);
  if (shape.includes(0)) return;
  const walk = walkOf(shape, strides);
  const loop = loopFor(engine, formula, outputs, inputs, walk);
  engine.setScalars(scalars);
  for (const output of outputs) output.layout = layout;
  const breaksRows = (walk.outer > 1 || walk.shape.length > 0) && walk.inner % 4 !== 0;
  if (walk.shape.length === 0 && !breaksRows) runSplit(engine, loop, outputs, inputs, walk, formula);
  else runByRows(engine, loop, outputs, inputs, walk, breaksRows);
}

/** Numbers in a piece that threads share out: a cache line. */
const piece = 16;

/** One row, or rows of whole vectors: threads share out pieces of the row, or rows. */
function runSplit(
  engine: Engine,
  loop: Kernel,
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  { outer, inner, within, between }: Walk,
  { outputs: expressions }: Formula,
): void {
  const microseconds = (outer * inner * operationCount(expressions)) / 8000;
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

interface Arranged {
  readonly shape: readonly number[];
  readonly strides: readonly (readonly number[])[];
  readonly layout: ChannelsLast | undefined;
}

/**
 * Images in channels-last order stay so where all inputs that fill the output have that order and the others repeat along
 * whole axes; otherwise everything is put into the order of its shape.
 */
function arrange(
  engine: Engine,
  output: WasmBuffer,
  inputs: readonly WasmBuffer[],
  { shape, strides }: MapAttributes,
): Arranged {
  const layout = inputs.find((x) => x.layout !== undefined && x.size === output.size)?.layout;
  const permuted = layout === undefined ? undefined : channelsLast(layout, output, inputs, shape, strides);
  if (permuted !== undefined) return { ...permuted, layout };
  for (const x of inputs) rowMajor(engine, x);
  return { shape, strides, layout: undefined };
}

function channelsLast(
  layout: ChannelsLast,
  output: WasmBuffer,
  inputs: readonly WasmBuffer[],
  shape: readonly number[],
  strides: readonly (readonly number[])[],
): Pick<Arranged, "shape" | "strides"> | undefined {
  const { batch, channels, pixels } = layout;
  const full = inputs.map((x) => x.size === output.size);
  const sameLayout = (x: WasmBuffer) => x.layout?.channels === channels && x.layout.pixels === pixels;
  if (!inputs.every((x, i) => (full[i] ? sameLayout(x) : x.layout === undefined))) return undefined;
  if (shape.length === 1 && full.every(Boolean)) return { shape, strides };
  if (String(shape) !== String([batch, channels, pixels])) return undefined;
  const moved = strides.map(([b, c, p], i) => (full[i] ? [channels * pixels, channels, 1] : [b, p, c]));
  const joins = moved.every(([b, p]) => b === p * pixels);
  if (!joins) return { shape: [batch, pixels, channels], strides: moved };
  return { shape: [batch * pixels, channels], strides: moved.map(([, p, c]) => [p, c]) };
}

function walkOf(shape: readonly number[], strides: readonly (readonly number[])[]): Walk {
  const axis = shape.length - 1;
  const at = (a: number) => strides.map((s) => (a >= 0 ? s[a] : 0));
  return {
    inner: axis >= 0 ? shape[axis] : 1,
    outer: axis >= 1 ? shape[axis - 1] : 1,
    within: at(axis),
    between: at(axis - 1),
    shape: shape.slice(0, Math.max(0, axis - 1)),
    strides: strides.map((s) => s.slice(0, Math.max(0, axis - 1))),
  };
}

/** Calls `body` for each position of the axes further out, with the offset of each input and of the outputs. */
function eachRow(walk: Walk, body: (offset: readonly number[], position: number) => void): void {
  const { shape, strides, outer, inner } = walk;
  const rows = shape.reduce((a, b) => a * b, 1);
  const index = shape.map(() => 0);
  const offset = strides.map(() => 0);
  for (let row = 0; row < rows; row++) {
    body(offset, row * outer * inner);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]++;
      strides.forEach((s, i) => (offset[i] += s[axis]));
      if (index[axis] < shape[axis]) break;
      strides.forEach((s, i) => (offset[i] -= s[axis] * shape[axis]));
      index[axis] = 0;
    }
  }
}

/** The loops of a formula, by what else decides about them. Looked up in every call, so the key is short. */
const loops = new WeakMap<Engine, WeakMap<Formula, Map<string, Kernel>>>();

function loopFor(
  engine: Engine,
  formula: Formula,
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  walk: Walk,
): Kernel {
  let byFormula = loops.get(engine);
  if (byFormula === undefined) loops.set(engine, (byFormula = new WeakMap<Formula, Map<string, Kernel>>()));
  let known = byFormula.get(formula);
  if (known === undefined) byFormula.set(formula, (known = new Map<string, Kernel>()));
  let key = "";
  for (const { dtype } of outputs) key += dtype[0];
  for (let i = 0; i < inputs.length; i++) key += inputs[i].dtype[0] + walk.within[i];
  const loop = known.get(key);
  if (loop !== undefined) return loop;
  const compiled = compile(engine, `map ${key} ${formula.key}`, { engine, formula, outputs, inputs, walk });
  known.set(key, compiled);
  return compiled;
}

function compile(engine: Engine, key: string, building: Omit<Building, "module">): Kernel {
  const { formula, outputs, inputs, walk } = building;
  const hasIntegers = [...outputs, ...inputs].some(({ dtype }) => dtype === "int32");
  const isStrided = walk.within.some((stride) => stride !== 0 && stride !== 1);
  const exact = isStrided || (hasIntegers && [...functionsIn(formula.outputs)].every(isExact));
  return engine.splittable(key, (module) => (exact ? buildExact : buildVector)({ ...building, module }));
}

interface Building {
  readonly engine: Engine;
  readonly module: Module;
  readonly formula: Formula;
  readonly outputs: readonly WasmBuffer[];
  readonly inputs: readonly WasmBuffer[];
  readonly walk: Walk;
}

/** The frame of both loops: rows, and `step` numbers at a time within a row. */
function frame(
  building: Building,
  step: number,
  emit: (frame: Frame) => { readonly beforeRow: () => void; readonly each: () => void },
): void {
  const { module, outputs, inputs, walk } = building;
  const pointers = outputs.length + inputs.length;
  const { code } = module.function("run", new Array<"i32">(2 + pointers + inputs.length).fill("i32"));
  const [outer, inner] = [0, 1];
  const out = outputs.map((_, i) => 2 + i);
  const starts = inputs.map((_, i) => 2 + outputs.length + i);
  const between = inputs.map((_, i) => 2 + pointers + i);
  const current = code.many(inputs.length, "i32");
  const [rounded, left] = code.many(2, "i32");
  const { beforeRow, each } = emit({ code, out, current });
  code
    .get(inner)
    .i32(step - 1)
    .do("i32Add")
    .i32(-step)
    .do("i32And")
    .set(rounded);
  countDown(code, outer, () => {
    starts.forEach((start, i) => code.get(start).set(current[i]));
    beforeRow();
    code.get(rounded).set(left);
    const body = () => {
      each();
      walk.within.forEach((stride, i) => advance(code, current[i], stride * step * 4));
      out.forEach((pointer) => advance(code, pointer, step * 4));
    };
    countDown(code, left, body, step);
    starts.forEach((start, i) => advanceBy(code, start, between[i]));
    // A last vector may have reached into the next row, which is computed anew.
    if (step > 1)
      for (const pointer of out)
        code.get(pointer).get(inner).get(rounded).do("i32Sub").i32(4).do("i32Mul", "i32Add").set(pointer);
  });
}

interface Frame {
  readonly code: Code;
  readonly out: readonly Local[];
  readonly current: readonly Local[];
}

/** Four numbers at a time in float32; integers are converted. */
function buildVector(building: Building): void {
  const { engine, module, formula, outputs, inputs, walk } = building;
  frame(building, 4, ({ code, out, current }) => {
    const lanes = new Lanes(engine, module, code);
    const loop = new FormulaLoop(lanes);
    formula.scalars.forEach((_, i) => {
      const local = code.local("v128");
      code
        .i32(0)
        .at("load32Splat", scalarsAt + 4 * i)
        .set(local);
      loop.provide(scalar(i), local);
    });
    const values = code.many(inputs.length, "v128");
    inputs.forEach((_, i) => loop.provide(input(i), values[i]));
    const load = (i: number) => {
      code.get(current[i]).at(walk.within[i] === 0 ? "load32Splat" : "v128Load");
      if (inputs[i].dtype === "int32") code.do("f32x4ConvertI32");
      code.set(values[i]);
    };
    const loadAll = (stride: number) => inputs.forEach((_, i) => walk.within[i] === stride && load(i));
    const store = (output: WasmBuffer, i: number) => {
      const e = formula.outputs[i];
      code.get(out[i]);
      loop.push(e);
      if (output.dtype === "int32") code.do("i32x4TruncF32");
      if (output.dtype === "bool" && !loop.isTruth(e)) {
        lanes.constant(0).do("f32x4Ne");
        lanes.constant(1).do("v128And");
      }
      code.at("v128Store");
    };
    return {
      beforeRow: () => loadAll(0),
      each: () => {
        loadAll(1);
        loop.compute(formula.outputs);
        outputs.forEach(store);
      },
    };
  });
}

/** One number at a time in float64. */
function buildExact(building: Building): void {
  const { formula, outputs, inputs } = building;
  frame(building, 1, ({ code, out, current }) => {
    const loop = new ExactLoop(code);
    formula.scalars.forEach((_, i) => {
      const local = code.local("f64");
      code
        .i32(0)
        .at("f32Load", scalarsAt + 4 * i)
        .do("f64PromoteF32")
        .set(local);
      loop.provide(scalar(i), local);
    });
    const values = code.many(inputs.length, "f64");
    inputs.forEach((_, i) => loop.provide(input(i), values[i]));
    return {
      beforeRow: () => {},
      each: () => {
        inputs.forEach(({ dtype }, i) => {
          code.get(current[i]);
          if (dtype === "int32") code.at("i32Load").do("f64ConvertI32").set(values[i]);
          else code.at("f32Load").do("f64PromoteF32").set(values[i]);
        });
        loop.compute(formula.outputs);
        outputs.forEach(({ dtype }, i) => {
          code.get(out[i]);
          loop.push(formula.outputs[i]);
          if (dtype === "int32") code.do("i32TruncSatF64").at("i32Store");
          else if (dtype === "bool") code.f64(0).do("f64Ne", "f32ConvertI32").at("f32Store");
          else code.do("f32DemoteF64").at("f32Store");
        });
      },
    };
  });
}
