import { parts, values, type Expression, type Formula, type ScalarFunction } from "@piecewise/expressions";
import type { TypedArray } from "@piecewise/spec";
import { forEachRow, type Loop } from "./nest.ts";

// A register holds a block of numbers, so that each step is called once for many of them.
const blockSize = 256;

/**
 * The loop of a formula without generated code: a register for each part of the formula, and for each function in it a
 * step that fills its register from those of its arguments.
 */
export function closedLoop(formula: Formula): Loop {
  const registers = new Map(parts(formula.outputs).map((e) => [e, registerFor(e)]));
  const ofKind = (kind: Expression["kind"]) => [...registers].filter(([e]) => e.kind === kind);
  const [reads, scalars] = [ofKind("input"), ofKind("scalar")];
  const steps = [...registers].filter(([e]) => e.args.length > 0).map(([e]) => step(e, registers));
  const results = formula.outputs.map((e) => registers.get(e)!);
  return (outputs, inputs, given, nest) => {
    for (const [e, register] of scalars) register.fill(given[e.value]);
    const size = nest.sizes.at(-1)!;
    const strides = nest.strides.map((steps) => steps.at(-1)!);
    forEachRow(nest, (row, starts) => {
      for (let i = 0; i < size; i += blockSize) {
        const count = Math.min(blockSize, size - i);
        for (const [{ value: n }, register] of reads) {
          load(register, inputs[n], starts[n] + i * strides[n], strides[n], count);
        }
        for (const compute of steps) compute(count);
        results.forEach((register, o) => store(outputs[o], row * size + i, register, count));
      }
    });
  };
}

function registerFor(e: Expression): Float64Array {
  return new Float64Array(blockSize).fill(e.kind === "constant" ? e.value : 0);
}

function step(e: Expression, registers: ReadonlyMap<Expression, Float64Array>): (count: number) => void {
  const compute = values[e.kind as ScalarFunction];
  const target = registers.get(e)!;
  const [a = target, b = target, c = target] = e.args.map((arg) => registers.get(arg)!);
  return (count) => {
    for (let i = 0; i < count; i++) target[i] = compute(a[i], b[i], c[i]);
  };
}

function load(register: Float64Array, input: TypedArray, start: number, stride: number, count: number): void {
  for (let i = 0; i < count; i++) register[i] = input[start + i * stride];
}

function store(output: TypedArray, start: number, register: Float64Array, count: number): void {
  const isBool = output instanceof Uint8Array;
  for (let i = 0; i < count; i++) output[start + i] = isBool ? Number(register[i] !== 0) : register[i];
}
