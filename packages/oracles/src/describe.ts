import { js } from "@piecewise/backend-js";
import { wasm } from "@piecewise/backend-wasm";
import { useBackend, type Backend } from "@piecewise/tensor";
import { beforeAll, describe, expect, it } from "vitest";
import type { Judgement } from "./judgement.ts";
import { presentCases, type Absent } from "./present.ts";
import { readOracle, type OracleCase } from "./read.ts";
import { runCase, type Operator } from "./run-case.ts";

/** How to run a suite. */
export interface SuiteOptions {
  readonly suite: string;
  /** PyTorch's operators by their names. */
  readonly operators: Readonly<Record<string, Operator>>;
  /** What we have nothing for, with the reason; it is not run. */
  readonly absent?: Absent;
  /** Where PyTorch's value is not the one to compare with, by case. */
  readonly judged?: Readonly<Record<string, readonly Judgement[]>>;
}

/** Where cases are run; float64 is what only `js` holds. */
export const places = [
  { backend: "js", dtype: "float64", make: () => js() },
  { backend: "js", dtype: "float32", make: () => js() },
  { backend: "wasm", dtype: "float32", make: () => wasm({ threads: 2 }) },
] as const;

/** Runs all cases of a suite in float64 and in float32, on each backend: outputs and gradients must be PyTorch's. */
export async function describeOracle(options: SuiteOptions): Promise<void> {
  const { suite, operators, absent = {}, judged = {} } = options;
  const { cases, tensor } = await readOracle(suite);
  const present = presentCases(cases, ({ op }) => op, absent);
  it(`${suite}: every operator and every judgement belongs to a case`, () => {
    expect(idle(options, present)).toEqual([]);
  });
  describe.each(places)(`${suite} in $dtype on $backend`, ({ dtype, backend, make }) => {
    beforeAll(() => useBackend<never>(make() as unknown as Backend<never>));
    it.for(present)("$id agrees with PyTorch", async (c, { task }) => {
      const operator = operators[c.op];
      if (operator === undefined)
        throw new Error(`${suite} has no operator ${c.op}; write it, or say why not`);
      const trial = { of: c, tensors: tensor, dtype, judgements: judged[c.id] ?? [] };
      const { problems, error } = await runCase(trial, operator);
      expect(problems).toEqual([]);
      if (dtype === "float32")
        Object.assign(task.meta, { measured: [{ of: `${suite}/${c.op}`, backend, what: "oracle", error }] });
    });
  });
}

/** Operators and judgements that no case needs. */
function idle({ operators, judged = {} }: SuiteOptions, present: readonly OracleCase[]): string[] {
  const run = new Set(present.map(({ op }) => op));
  const compared = new Set(present.flatMap(comparedIn));
  const judgements = Object.entries(judged).flatMap(([id, list]) => list.map(({ of }) => `${id}: ${of}`));
  return [
    ...Object.keys(operators).filter((op) => !run.has(op)),
    ...judgements.filter((name) => !compared.has(name)),
  ];
}

function comparedIn({ id, outputs, grads }: OracleCase): string[] {
  return [...Object.keys(outputs), ...grads.map((name) => `gradient of ${name}`)].map((of) => `${id}: ${of}`);
}

/** Reads a number from PyTorch's arguments; infinities and NaN are written as strings there. */
export function numberIn(params: OracleCase["params"], name: string, preset: number): number {
  const value = params[name] ?? preset;
  if (value === "NaN") return Number.NaN;
  return value === "Infinity" ? Number.POSITIVE_INFINITY : Number(value);
}
