import { newArray, type Backend, type DType, type KernelName } from "@piecewise/spec";
import { describe, expect, it } from "vitest";
import type { Case } from "./case.ts";
import { conformanceCases } from "./cases.ts";
import { differences, type Run } from "./differences.ts";

export interface ConformanceOptions {
  /** Whether the backend holds float64; then every case with floats is run in both. */
  readonly float64: boolean;
  /** How many units in the last place of its largest term a number may be off. */
  readonly tolerance: number;
}

/**
 * The tests that every backend passes. A backend's test file calls this once for each way it can be made.
 *
 * @example
 * describeConformance(js(), { float64: true, tolerance: 4 });
 */
export function describeConformance<Buffer>(backend: Backend<Buffer>, options: ConformanceOptions): void {
  const { float64, tolerance } = options;
  describeMemory(backend, float64 ? [...always, "float64"] : always);
  for (const name of Object.keys(conformanceCases) as KernelName[]) {
    const cases: readonly Case<typeof name>[] = conformanceCases[name];
    describe(name, () => {
      for (const of of cases) describeCase(backend, name, of, { float: "float32", tolerance });
      const inFloat64 = float64 ? cases.filter(usesFloat) : [];
      for (const of of inFloat64) describeCase(backend, name, of, { float: "float64", tolerance });
    });
  }
}

function describeCase<Buffer, Name extends KernelName>(
  backend: Backend<Buffer>,
  name: Name,
  of: Case<Name>,
  run: Run,
) {
  it(`${of.title}${usesFloat(of) ? ` (${run.float})` : ""}`, async () => {
    const found = await differences(backend, name, of, run);
    expect(found.slice(0, 5)).toEqual([]);
  });
}

function usesFloat(of: Case<KernelName>): boolean {
  return [...of.outputs, ...of.inputs.map(({ kind }) => kind)].includes("float");
}

const always: DType[] = ["float32", "int32", "bool"];

function describeMemory<Buffer>({ memory }: Backend<Buffer>, dtypes: readonly DType[]): void {
  describe("memory", () => {
    it("names the dtypes it holds", () => {
      expect([...memory.dtypes].sort()).toEqual([...dtypes].sort());
    });
    it.each(dtypes)("gives back the %s it was given, as a copy", async (dtype) => {
      for (const size of [0, 1, 5, 1000]) {
        const values = newArray(dtype, size).map((_, i) => i % 2);
        const buffer = memory.alloc(size, dtype);
        memory.write(buffer, values);
        const first = await memory.read(buffer);
        memory.write(buffer, newArray(dtype, size));
        expect(first).toEqual(values);
        memory.free(buffer);
      }
    });
  });
}
