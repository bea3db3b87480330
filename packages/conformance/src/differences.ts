import {
  newArray,
  type Backend,
  type DType,
  type KernelName,
  type Memory,
  type TypedArray,
} from "@piecewise/spec";
import type { Case, Kind } from "./case.ts";
import { reference } from "./reference.ts";
import { single, type Result } from "./reference/result.ts";

/** How a case is run. */
export interface Run {
  /** The dtype that "float" stands for. */
  readonly float: "float32" | "float64";
  /** How many units in the last place of the largest term a number may be off. */
  readonly tolerance: number;
}

/** Runs a case on a backend and says what is wrong with the outcome, a line for each number: none if all is well. */
export async function differences<Buffer, Name extends KernelName>(
  backend: Backend<Buffer>,
  name: Name,
  of: Case<Name>,
  run: Run,
): Promise<string[]> {
  const given = of.inputs.map(({ kind, numbers }) => stored(numbers, dtypeOf(kind, run)));
  const results = of.expected?.map(single) ?? reference[name](given, of.attributes);
  const found = await outcome(backend, name, of, given, results, run);
  if (of.refuses !== undefined) return unrefused(of.refuses, found);
  if (found instanceof Error) return [`throws ${found.name}: ${found.message}`];
  const wrong = results.flatMap((result, o) => wrongNumbers(found.outputs[o], result, o, of, run));
  const changed = given.filter(
    (_, i) => !of.inPlace?.includes(i) && String(found.inputs[i]) !== String(given[i]),
  );
  return [...wrong, ...changed.map(() => "an input was changed")];
}

/** What the buffers hold after the kernel has run, or the error it threw. */
async function outcome<Buffer, Name extends KernelName>(
  { memory, kernels }: Backend<Buffer>,
  name: Name,
  of: Case<Name>,
  given: readonly TypedArray[],
  results: readonly Result[],
  run: Run,
): Promise<{ outputs: TypedArray[]; inputs: TypedArray[] } | Error> {
  const inputs = given.map((values, i) => upload(memory, values, dtypeOf(of.inputs[i].kind, run)));
  const outputs = results.map(({ values }, o) => {
    const dtype = dtypeOf(of.outputs[o], run);
    return inputs[of.inPlace?.[o] ?? -1] ?? upload(memory, leftovers(dtype, values.length), dtype);
  });
  const read = (buffers: Buffer[]) => Promise.all(buffers.map((buffer) => memory.read(buffer)));
  try {
    kernels[name](outputs, inputs, of.attributes);
    return { outputs: await read(outputs), inputs: await read(inputs) };
  } catch (error) {
    return error as Error;
  } finally {
    for (const buffer of new Set([...inputs, ...outputs])) memory.free(buffer);
  }
}

function upload<Buffer>(memory: Memory<Buffer>, values: TypedArray, dtype: DType): Buffer {
  const buffer = memory.alloc(values.length, dtype);
  memory.write(buffer, values);
  return buffer;
}

/** A buffer's content is unspecified: what was there before must not show. */
function leftovers(dtype: DType, size: number): TypedArray {
  return newArray(dtype, size).fill(dtype === "bool" ? 1 : 77);
}

function dtypeOf(kind: Kind, { float }: Run): DType {
  return kind === "float" ? float : kind;
}

function stored(numbers: readonly number[], dtype: DType): TypedArray {
  const array = newArray(dtype, numbers.length);
  array.set(dtype === "bool" ? numbers.map((value) => Number(value !== 0)) : numbers);
  return array;
}

function wrongNumbers<Name extends KernelName>(
  found: TypedArray,
  { values, magnitudes }: Result,
  output: number,
  { outputs, magnitude = 0, signedZeros = false }: Case<Name>,
  run: Run,
): string[] {
  const dtype = dtypeOf(outputs[output], run);
  return Array.from(stored(values, dtype)).flatMap((wanted, i) => {
    const allowed = run.tolerance * epsilon[dtype] * Math.max(magnitudes[i], magnitude) + smallest[dtype];
    const right =
      agree(found[i], wanted, allowed) && (!signedZeros || wanted !== 0 || Object.is(found[i], wanted));
    return right ? [] : [`output ${output} at ${i}: ${text(found[i])} instead of ${text(wanted)}`];
  });
}

function agree(found: number, wanted: number, allowed: number): boolean {
  if (Number.isNaN(wanted)) return Number.isNaN(found);
  return found === wanted || (Number.isFinite(wanted) && Math.abs(found - wanted) <= allowed);
}

function text(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

const epsilon: Record<DType, number> = { float32: 2 ** -23, float64: 2 ** -52, int32: 0, bool: 0 };
// Numbers below these may be flushed to 0.
const smallest: Record<DType, number> = { float32: 2 ** -126, float64: 2 ** -1022, int32: 0, bool: 0 };

/** A kernel that sees an index out of range names it, its position and the range; one that cannot gives NaN. */
function unrefused(
  { index, position, last }: NonNullable<Case<KernelName>["refuses"]>,
  found: { outputs: TypedArray[] } | Error,
): string[] {
  if (!(found instanceof Error)) {
    return found.outputs.some((numbers) => numbers.some(Number.isNaN))
      ? []
      : ["an index out of range is not noticed"];
  }
  if (found.name !== "DataError") return [`throws ${found.name}, not a DataError: ${found.message}`];
  const missing = [index, position, last ?? ""].filter((value) => !found.message.includes(String(value)));
  return missing.map((value) => `the error does not say ${value}: ${found.message}`);
}
