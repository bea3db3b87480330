import { formula, input, type Expression } from "@piecewise/expressions";
import { expect, it } from "vitest";
import { wasm } from "./index.ts";

const x = input(0);

/** Each vectorised function, the range it is swept over, and how many units in the last place it may be off. */
const rows: readonly [
  name: string,
  f: Expression,
  exact: (x: number) => number,
  low: number,
  high: number,
  ulps: number,
][] = [
  ["exp", x.exp(), Math.exp, -87, 88.7, 2],
  ["log", x.log(), Math.log, 1e-30, 1e30, 2],
  ["expm1", x.expm1(), Math.expm1, -20, 88, 4],
  ["log1p", x.log1p(), Math.log1p, -0.99, 1e6, 4],
  ["tanh", x.tanh(), Math.tanh, -10, 10, 4],
  ["sigmoid", x.sigmoid(), (v) => 1 / (1 + Math.exp(-v)), -80, 80, 4],
  ["softplus", x.softplus(), (v) => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v))), -80, 80, 4],
];

it.each(rows)(
  "%s is accurate to a few units in the last place over its whole range",
  async (_name, f, exact, low, high, ulps) => {
    const inputs = sweep(low, high, 100_000);
    const got = await apply(f, inputs);
    let worst = 0;
    inputs.forEach(
      (value, i) => (worst = Math.max(worst, Math.abs(got[i] - exact(value)) / unit(exact(value)))),
    );
    expect(worst).toBeLessThanOrEqual(ulps);
  },
);

async function apply(f: Expression, inputs: Float32Array) {
  const { memory, kernels } = wasm({ threads: 1 });
  const [from, to] = [memory.alloc(inputs.length, "float32"), memory.alloc(inputs.length, "float32")];
  memory.write(from, inputs);
  kernels.map([to], [from], {
    formula: formula([f], 1),
    scalars: [],
    shape: [inputs.length],
    strides: [[1]],
  });
  return memory.read(to);
}

/** Evenly spaced numbers, or evenly spaced exponents where the range spans many. */
function sweep(low: number, high: number, count: number): Float32Array {
  const step = (i: number) => i / (count - 1);
  return Float32Array.from({ length: count }, (_, i) =>
    low > 0 ? low * (high / low) ** step(i) : low + (high - low) * step(i),
  );
}

/** The distance between neighbouring float32 numbers at a value. */
function unit(value: number): number {
  const size = Math.max(Math.abs(value), 2 ** -126);
  return 2 ** (Math.floor(Math.log2(size)) - 23);
}

it("powers of integers are exact beyond 2²⁴", async () => {
  const { memory, kernels } = wasm({ threads: 1 });
  const [from, to] = [memory.alloc(2, "int32"), memory.alloc(2, "int32")];
  memory.write(from, Int32Array.of(431, -3));
  kernels.map([to], [from], { formula: formula([x.power(3)], 1), scalars: [], shape: [2], strides: [[1]] });
  expect(await memory.read(to)).toEqual(Int32Array.of(80062991, -27));
});
