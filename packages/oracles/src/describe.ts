import {
  backward,
  cast,
  mul,
  parameter,
  scope,
  sum,
  tensor,
  type DType,
  type Tensor,
} from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { difference, readOracle, type OracleCase, type Tolerance } from "./read.ts";

/** The inputs of a case by their names; those a gradient is asked for are tracked. */
export type Inputs = Readonly<Record<string, Tensor>>;

/** One of PyTorch's operators, written with ours: its output, or its outputs by their names. */
export type Operator = (
  inputs: Inputs,
  params: OracleCase["params"],
) => Tensor | Readonly<Record<string, Tensor>>;

/** How to run a suite. */
export interface SuiteOptions {
  readonly suite: string;
  readonly operators: Readonly<Record<string, Operator>>;
  /** Operators that belong to a later piece of work; their cases are not run. */
  readonly absent?: readonly string[];
  /** Cases whose gradient is judged otherwise than PyTorch's, by id, with the reason. */
  readonly otherGradient?: Readonly<Record<string, string>>;
}

/** Reads a number from PyTorch's arguments; infinities and NaN are written as strings there. */
export function numberIn(params: OracleCase["params"], name: string, preset: number): number {
  const value = params[name] ?? preset;
  if (value === "NaN") return Number.NaN;
  return value === "Infinity" ? Number.POSITIVE_INFINITY : Number(value);
}

/** Runs all cases of a suite, in float64 and in float32: outputs and gradients must be PyTorch's. */
export function describeOracle(options: SuiteOptions): void {
  const oracle = readOracle(options.suite);
  const known = oracle.cases.filter((c) => !(options.absent ?? []).includes(c.op));
  describe.each(["float64", "float32"] as const)(`${options.suite} in %s`, (dtype) => {
    it.each(known.map((c) => [c.id, c] as const))("%s agrees with PyTorch", async (_id, c) => {
      const operator = options.operators[c.op];
      if (operator === undefined)
        throw new Error(`there is no operator ${c.op} in the table of ${options.suite}`);
      await compareCase(c, operator, dtype, oracle.tensor, options.otherGradient?.[c.id] === undefined);
    });
  });
}

async function compareCase(
  c: OracleCase,
  operator: Operator,
  dtype: "float32" | "float64",
  read: ReturnType<typeof readOracle>["tensor"],
  gradients: boolean,
): Promise<void> {
  const load = (name: string, as: DType = dtype) => {
    const values = read(name);
    if (values === undefined) throw new Error(`the fixture has no ${name}`);
    const kind = values.dtype === "float32" || values.dtype === "float64" ? as : values.dtype;
    return tensor(values.data, { shape: values.shape, dtype: kind });
  };
  const inputs: Inputs = Object.fromEntries(
    c.inputs.map((name) => {
      const x = load(`${c.id}|in|${name}`, dtype);
      return [name, c.grads.includes(name) ? parameter(x) : x];
    }),
  );
  const result = operator(inputs, c.params);
  const outputs = isTensor(result) ? { [Object.keys(c.outputs)[0]]: result } : result;
  const problems: string[] = [];
  for (const name of Object.keys(c.outputs)) {
    const expected = read(`${c.id}|o64|${name}`) ?? read(`${c.id}|o32|${name}`)!;
    const tolerance = toleranceFor(c, `o|${name}`, dtype);
    const got = outputs[name];
    if (got === undefined) throw new Error(`${c.op} gave no output ${name}`);
    if (String(got.shape) !== String(expected.shape))
      problems.push(`${name} has shape ${shapeText(got.shape)}, not ${shapeText(expected.shape)}`);
    const wrong = difference(await got.data(), expected.data, tolerance);
    if (wrong !== undefined) problems.push(`${name}: ${wrong}`);
  }
  if (gradients && c.grads.length > 0)
    problems.push(...(await compareGradients(c, inputs, outputs, dtype, load, read)));
  expect(problems).toEqual([]);
}

async function compareGradients(
  c: OracleCase & { readonly gy?: readonly string[] },
  inputs: Inputs,
  outputs: Readonly<Record<string, Tensor>>,
  dtype: "float32" | "float64",
  load: (name: string) => Tensor,
  read: ReturnType<typeof readOracle>["tensor"],
): Promise<string[]> {
  const names = (c.gy ?? Object.keys(c.outputs)).filter((name) => outputs[name].tracked);
  const gradients = scope(() => {
    const parts = names.map((name) => sum(mul(cast(outputs[name], dtype), load(`${c.id}|gy|${name}`))));
    return backward(parts.reduce((a, b) => a.add(b) as typeof a));
  });
  const problems: string[] = [];
  for (const name of c.grads) {
    const expected = read(`${c.id}|g64|${name}`)!;
    const x = inputs[name];
    const got = gradients.has(x) ? await gradients.of(x).data() : new Float64Array(x.size);
    const wrong = difference(got, expected.data, toleranceFor(c, `g|${name}`, dtype));
    if (wrong !== undefined) problems.push(`gradient of ${name}: ${wrong}`);
  }
  return problems;
}

/** In float64 1e-10 relative; in float32 what PyTorch's own float32 run needed, four times over. */
function toleranceFor(c: OracleCase, key: string, dtype: "float32" | "float64"): Tolerance {
  if (dtype === "float64") return { absolute: 1e-12, relative: 1e-10 };
  return { absolute: Math.max(1e-6, 4 * (c.torch32err?.[key]?.[0] ?? 0)), relative: 1e-5 };
}

function isTensor(value: Tensor | Readonly<Record<string, Tensor>>): value is Tensor {
  return "storage" in value && typeof (value as Tensor).dispose === "function";
}
