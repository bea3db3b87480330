import {
  backward,
  cast,
  mul,
  parameter,
  scope,
  sum,
  tensor,
  Tensor,
  zeros,
  type DType,
} from "@piecewise/tensor";
import { largestError, type Tolerance } from "./difference.ts";
import { problemsWith, type FloatType, type Judgement } from "./judgement.ts";
import type { Oracle, OracleCase, OracleTensor } from "./read.ts";

/** Tensors by their names. */
export type Named = Readonly<Record<string, Tensor>>;

/** What an operator made of a case. */
export interface Outcome {
  readonly outputs: Named;
  /** Whose gradients are compared, where it is not the case's inputs: a layer's own parameters. */
  readonly leaves?: Named;
}

/**
 * One of PyTorch's operators, written with ours: its output, or its outcome if there are several. Those inputs that a
 * gradient is asked for are tracked.
 */
export type Operator = (
  inputs: Named,
  params: OracleCase["params"],
  dtype: FloatType,
) => Tensor | Outcome | Promise<Tensor>;

/** A case, its numbers, and how to look at them. */
export interface Trial {
  readonly of: OracleCase;
  readonly tensors: Oracle<OracleCase>["tensor"];
  readonly dtype: FloatType;
  readonly judgements: readonly Judgement[];
}

/** What came of a case: what differs from PyTorch's outputs and gradients, in sentences, and the largest error. */
export interface Result {
  readonly problems: readonly string[];
  readonly error: number;
}

/** Runs a case, outputs and gradients. */
export async function runCase(trial: Trial, operator: Operator): Promise<Result> {
  const { of, dtype } = trial;
  const inputs: Named = Object.fromEntries(
    of.inputs.map((name) => {
      const x = load(trial, `in|${name}`, dtype);
      return [name, of.grads.includes(name) ? parameter(x) : x];
    }),
  );
  const result = await operator(inputs, of.params, dtype);
  const { outputs, leaves }: Outcome =
    result instanceof Tensor ? { outputs: { [Object.keys(of.outputs)[0]]: result } } : result;
  const results = await compareOutputs(trial, outputs);
  if (of.grads.length > 0)
    results.push(...(await compareGradients(trial, outputs, { ...inputs, ...leaves })));
  return {
    problems: results.flatMap(({ problems }) => problems),
    error: Math.max(...results.map(({ error }) => error)),
  };
}

async function compareOutputs(trial: Trial, outputs: Named): Promise<Result[]> {
  const results: Result[] = [];
  for (const name of Object.keys(trial.of.outputs)) {
    const got = outputs[name];
    if (got === undefined) throw new Error(`${trial.of.op} gave no output ${name}`);
    const expected = find(trial, `o64|${name}`) ?? read(trial, `o32|${name}`);
    const dtype = asDType(expected.dtype, trial.dtype);
    if (got.dtype !== dtype)
      results.push({ problems: [`${name} is ${got.dtype}, not ${dtype}`], error: Infinity });
    results.push(await compare(trial, name, got, expected, `o|${name}`));
  }
  return results;
}

async function compareGradients(trial: Trial, outputs: Named, leaves: Named): Promise<Result[]> {
  const { of, dtype } = trial;
  const names = (of.gy ?? Object.keys(of.outputs)).filter((name) => outputs[name].tracked);
  const gradients = scope(() => {
    const parts = names.map((name) => sum(mul(outputs[name], load(trial, `gy|${name}`, dtype))));
    return backward(parts.reduce<Tensor>((total, part) => total.add(part), cast(tensor(0), dtype)));
  });
  const results: Result[] = [];
  for (const name of of.grads) {
    const leaf = leaves[name];
    const got = gradients.has(leaf) ? gradients.of(leaf) : zeros(leaf.shape);
    const expected = read(trial, `g64|${name}`);
    results.push(await compare(trial, `gradient of ${name}`, got, expected, `g|${name}`));
  }
  return results;
}

async function compare(
  trial: Trial,
  what: string,
  got: Tensor,
  expected: OracleTensor,
  key: string,
): Promise<Result> {
  if (String(got.shape) !== String(expected.shape)) {
    const problem = `${what} has the shape [${String(got.shape)}], not [${String(expected.shape)}]`;
    return { problems: [problem], error: Infinity };
  }
  // A float32 result cannot be nearer than the nearest float32 number, which may be an infinity.
  const nearest = trial.dtype === "float32" ? Float32Array.from(expected.data) : expected.data;
  const judgements = trial.judgements.filter(
    (j) => j.of === what && (j.dtype ?? trial.dtype) === trial.dtype,
  );
  const data = await got.data();
  const problems = problemsWith(data, nearest, toleranceFor(trial, key), judgements);
  return {
    problems: problems.map((problem) => `${what}: ${problem}`),
    error: judgements.length > 0 ? 0 : largestError(data, nearest),
  };
}

/**
 * In float64 1e-12 relative. In float32 1e-5, and where PyTorch's own float32 run was no nearer than that, because
 * digits cancel, four times its largest error.
 */
function toleranceFor({ of, dtype }: Trial, key: string): Tolerance {
  if (dtype === "float64") return { absolute: 1e-13, relative: 1e-12 };
  const [absolute, relative] = of.torch32err?.[key] ?? [0, 0];
  const cancels = 4 * relative > 1e-5;
  return { absolute: Math.max(1e-6, cancels ? 4 * absolute : 0), relative: 1e-5 };
}

function load(trial: Trial, name: string, dtype: FloatType): Tensor {
  const { data, shape, dtype: stored } = read(trial, name);
  return tensor(data, { shape, dtype: asDType(stored, dtype) });
}

const asDType = (stored: OracleTensor["dtype"], float: FloatType): DType =>
  stored === "int32" || stored === "bool" ? stored : float;

function read(trial: Trial, name: string): OracleTensor {
  const found = find(trial, name);
  if (found === undefined) throw new Error(`the fixture has no ${trial.of.id}|${name}`);
  return found;
}

function find({ of, tensors }: Trial, name: string): OracleTensor | undefined {
  return tensors(`${of.id}|${name}`);
}
