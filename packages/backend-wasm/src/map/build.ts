import { input, scalar, type Formula } from "@piecewise/expressions";
import type { WasmBuffer } from "../buffer.ts";
import type { Code, Local } from "../emitter/code.ts";
import { advance, advanceBy, countDown } from "../emitter/loops.ts";
import type { Module } from "../emitter/module.ts";
import { scalarsAt, type Engine } from "../engine.ts";
import { ExactLoop } from "./exact.ts";
import { FormulaLoop } from "./formula-loop.ts";
import { Lanes } from "./lanes.ts";
import { VectorSums } from "./vector-sums.ts";
import type { Walk } from "./walk.ts";

/** What a loop is made for. */
export interface Building {
  readonly engine: Engine;
  readonly module: Module;
  readonly formula: Formula;
  readonly outputs: readonly WasmBuffer[];
  readonly inputs: readonly WasmBuffer[];
  readonly walk: Walk;
  /** Whether outputs behind the first are stored as 0 where they are smaller than the smallest normal number. */
  readonly flushes: boolean;
}

/** The frame of both loops: rows, and `step` numbers at a time within a row. */
function frame(building: Building, step: number, emit: (frame: Frame) => Body): void {
  const { module, formula, outputs, inputs, walk } = building;
  const pointers = outputs.length + inputs.length;
  // Where the totals of outputs that are not stored go comes last, if there are any.
  const summing = formula.outputs.length > outputs.length;
  const totals = 2 + pointers + inputs.length;
  const { code } = module.function("run", new Array<"i32">(totals + (summing ? 1 : 0)).fill("i32"));
  const [outer, inner] = [0, 1];
  const out = outputs.map((_, i) => 2 + i);
  const starts = inputs.map((_, i) => 2 + outputs.length + i);
  const between = inputs.map((_, i) => 2 + pointers + i);
  const current = code.many(inputs.length, "i32");
  const [rounded, left] = code.many(2, "i32");
  const { beforeRow, each, atEnd } = emit({ code, out, current, left, inner, totals });
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
  atEnd?.();
}

interface Frame {
  readonly code: Code;
  readonly out: readonly Local[];
  readonly current: readonly Local[];
  /** How many numbers of the row are left, rounded up to the step, and how many it has. */
  readonly left: Local;
  readonly inner: Local;
  readonly totals: Local;
}

interface Body {
  readonly beforeRow: () => void;
  readonly each: () => void;
  readonly atEnd?: () => void;
}

/** Four numbers at a time in float32; integers are converted. */
export function buildVector(building: Building): void {
  const { engine, module, formula, outputs, inputs, walk, flushes } = building;
  frame(building, 4, ({ code, out, current, left, inner, totals }) => {
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
    const result = code.local("v128");
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
      if (flushes && i > 0 && output.dtype === "float32") flushDenormal(lanes, result);
      if (output.dtype === "int32") code.do("i32x4TruncF32");
      if (output.dtype === "bool" && !loop.isTruth(e)) {
        lanes.constant(0).do("f32x4Ne");
        lanes.constant(1).do("v128And");
      }
      code.at("v128Store");
    };
    const summed = formula.outputs.slice(outputs.length);
    const sums = new VectorSums(code, summed.length);
    return {
      beforeRow: () => {
        loadAll(0);
        if (summed.length > 0) sums.startRow(inner);
      },
      each: () => {
        loadAll(1);
        loop.compute(formula.outputs);
        // What is summed reads the old numbers, also where an output takes their place.
        summed.forEach((e, i) => {
          loop.push(e);
          sums.add(i, left);
        });
        outputs.forEach(store);
      },
      atEnd: () => sums.store(totals),
    };
  });
}

/** Takes a vector from the stack; lanes too small for a normal number are 0. */
function flushDenormal(lanes: Lanes, result: Local): void {
  lanes.code.tee(result).get(result).do("f32x4Abs");
  lanes.constant(smallestNormal).do("f32x4Lt", "v128AndNot");
}

const smallestNormal = 1.1754943508222875e-38;

/** One number at a time in float64. */
export function buildExact(building: Building): void {
  const { module, formula, outputs, inputs } = building;
  frame(building, 1, ({ code, out, current }) => {
    const loop = new ExactLoop(module, code);
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
