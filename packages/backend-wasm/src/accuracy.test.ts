import { apply, applyFunction, formula, input, type Expression } from "@piecewise/expressions";
import { expect, it } from "vitest";
import { wasm } from "./index.ts";

const x = input(0);
const y = input(1);
type Range = readonly [low: number, high: number];

/** A vectorised function, the ranges its arguments are swept over, and how many units in the last place it may be off. */
interface Row {
  readonly name: string;
  readonly f: Expression;
  readonly ranges: readonly Range[];
  readonly ulps: number;
  /** An error that is small enough in any case. */
  readonly small?: number;
  /** What it should give, in float64. */
  readonly exact: (...args: number[]) => number;
}

/** A row for a scalar function, measured against its definition. */
function row(name: Parameters<typeof applyFunction>[0], ulps: number, ...ranges: Range[]): Row {
  const f = ranges.length === 1 ? apply(name, x) : apply(name, x, y);
  return { name, f, ranges, ulps, exact: (...args) => applyFunction(name, args) };
}

const gelu = x.times(0.5).times(x.times(Math.SQRT1_2).erf().plus(1));
const exactGelu = (v: number) => v * normalDistribution(v);

const rows: readonly Row[] = [
  row("exp", 2, [-87.33, 88.72]),
  row("log", 2, [1e-44, 3e38]),
  row("log", 2, [0.5, 2]),
  row("expm1", 4, [-20, 88.72]),
  row("expm1", 4, [1e-30, 1]),
  row("log1p", 4, [-0.999999, 2]),
  row("log1p", 4, [1e-30, 3e38]),
  row("tanh", 4, [-10, 10]),
  row("tanh", 4, [1e-30, 1]),
  row("sinh", 4, [-89.4, 89.4]),
  row("sinh", 4, [1e-30, 1]),
  row("cosh", 4, [-89.4, 89.4]),
  row("sigmoid", 4, [-87, 80]),
  row("softplus", 4, [-87, 80]),
  row("erf", 4, [-5, 5]),
  row("erf", 4, [1e-30, 1]),
  row("sin", 4, [-1000, 1000]),
  row("sin", 4, [1e-30, 1e30]),
  row("cos", 4, [-1000, 1000]),
  row("cos", 4, [1e-30, 1e30]),
  row("tan", 4, [-1000, 1000]),
  row("tan", 4, [1e-30, 1e30]),
  row("asin", 4, [-1, 1]),
  row("asin", 4, [1e-30, 1]),
  row("acos", 4, [-1, 1]),
  row("acos", 4, [0.99, 1]),
  row("atan", 4, [-10, 10]),
  row("atan", 4, [1e-30, 1e30]),
  row("atan2", 4, [-10, 10], [-10, 10]),
  row("atan2", 4, [1e-10, 1e10], [-10, 10]),
  row("power", 4, [1e-3, 1e3], [-12, 12]),
  row("power", 4, [0.9, 1.1], [-800, 800]),
  ...[-3, -1, 3, 4].map((n) => ({
    name: `power ${n}`,
    f: x.power(n),
    ranges: [[1e-9, 1e9] as const],
    ulps: 4,
    exact: (v: number) => v ** n,
  })),
  row("remainder", 4, [-100, 100], [-3, 3]),
  row("remainder", 4, [1e-30, 1e30], [-3, 3]),
  // Two polynomials, a division, an exponential and three products: the worst cases of all roundings add up to 5 units.
  { name: "gelu", f: gelu, ranges: [[-13, 6]], ulps: 4, small: 1e-7, exact: exactGelu },
  { name: "gelu", f: gelu, ranges: [[-13, 6]], ulps: 6, exact: exactGelu },
];

it.each(rows)("$name is off by at most $ulps units in the last place within $ranges", async (tested) => {
  const { f, ranges, ulps, small = 0, exact } = tested;
  const inputs = ranges.map(sweep);
  const got = await computed(f, inputs);
  let worst = 0;
  for (let i = 0; i < got.length; i++) {
    const wanted = exact(...inputs.map((numbers) => numbers[i]));
    const error = Math.abs(got[i] - wanted);
    if (!(error <= small)) worst = Math.max(worst, error / unit(wanted));
  }
  expect(worst).toBeLessThanOrEqual(ulps);
});

/** The distribution function of the normal distribution, by a continued fraction where 1 + erf(x / √2) loses digits. */
function normalDistribution(v: number): number {
  if (v > -2) return (1 + applyFunction("erf", [v * Math.SQRT1_2])) / 2;
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / (fraction - v);
  return Math.exp((-v * v) / 2) / Math.sqrt(2 * Math.PI) / (fraction - v);
}

async function computed(f: Expression, inputs: readonly Float32Array[]) {
  const { memory, kernels } = wasm({ threads: 1 });
  const size = inputs[0].length;
  const from = inputs.map((numbers) => {
    const buffer = memory.alloc(size, "float32");
    memory.write(buffer, numbers);
    return buffer;
  });
  const to = memory.alloc(size, "float32");
  const attributes = { formula: formula([f], inputs.length), scalars: [], shape: [size] };
  kernels.map([to], from, { ...attributes, strides: inputs.map(() => [1]) });
  return memory.read(to);
}
/**
 * Numbers evenly spaced over a range, or with evenly spaced exponents where it spans many. A second argument takes them in
 * another order, so that pairs fill the plane.
 */
function sweep([low, high]: Range, argument: number): Float32Array {
  const count = 100_000;
  const step = (i: number) => ((i * (argument === 0 ? 1 : 61_803)) % count) / (count - 1);
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
