import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sizeOf, type Shape } from "@piecewise/spec";
import { ones, tensor, zeros } from "../create.ts";
import { grad } from "../grad.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { prod } from "./product.ts";
import { all, any, max, mean, min, sum, type ReduceOptions } from "./reduce.ts";
import { logSumExp, norm, standardDeviation, variance } from "./statistics.ts";

type Reduction = (x: Tensor, options: ReduceOptions) => Tensor;

const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const average = (values: readonly number[]) => total(values) / values.length;
const squares = (values: readonly number[], correction: number) =>
  total(values.map((v) => (v - average(values)) ** 2)) / Math.max(0, values.length - correction);

/** Each reduction with what it makes of the numbers that it takes together. */
const reductions: readonly (readonly [string, Reduction, (values: readonly number[]) => number | boolean])[] =
  [
    ["sum", sum, total],
    ["mean", mean, average],
    ["prod", prod, (values) => values.reduce((a, b) => a * b, 1)],
    ["max", max, (values) => Math.max(...values)],
    ["min", min, (values) => Math.min(...values)],
    ["any", any, (values) => values.some((v) => v !== 0)],
    ["all", all, (values) => values.every((v) => v !== 0)],
    ["variance", variance, (values) => squares(values, 1)],
    ["variance of a population", (x, o) => variance(x, { ...o, correction: 0 }), (v) => squares(v, 0)],
    ["standardDeviation", standardDeviation, (values) => Math.sqrt(squares(values, 1))],
    ["logSumExp", logSumExp, (values) => Math.log(total(values.map(Math.exp)))],
    ["norm", norm, (values) => Math.sqrt(total(values.map((v) => v * v)))],
    ["norm 1", (x, o) => norm(x, { ...o, order: 1 }), (values) => total(values.map(Math.abs))],
    ["norm 3", (x, o) => norm(x, { ...o, order: 3 }), (v) => total(v.map((n) => Math.abs(n) ** 3)) ** (1 / 3)],
    ["norm 0", (x, o) => norm(x, { ...o, order: 0 }), (values) => values.filter((v) => v !== 0).length],
    ["norm ∞", (x, o) => norm(x, { ...o, order: Infinity }), (v) => Math.max(...v.map(Math.abs))],
    ["norm −∞", (x, o) => norm(x, { ...o, order: -Infinity }), (v) => Math.min(...v.map(Math.abs))],
  ]; // prettier-ignore

const indices = (shape: Shape): number[][] =>
  shape.reduce<number[][]>(
    (all, size) => all.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])),
    [[]],
  );

/** The numbers taken together, in the order of the result. */
function groups(values: readonly number[], shape: Shape, axes: readonly number[]): number[][] {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const found = new Map(indices(kept).map((index) => [index.join(), [] as number[]]));
  indices(shape).forEach((index, i) => {
    found.get(index.map((at, axis) => (axes.includes(axis) ? 0 : at)).join())!.push(values[i]);
  });
  return [...found.values()];
}

const cases = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axes: fc.option(fc.subarray([...shape.keys()], { minLength: 1 })),
    fromEnd: fc.boolean(),
    keepDims: fc.boolean(),
    values: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) }), // prettier-ignore
  }),
);

describe("reductions", () => {
  it.each(reductions)("%s over any axes is what the naive rule gives", async (_name, reduce, of) => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, axes, fromEnd, keepDims, values }) => {
        const x = tensor(Float64Array.from(values), { shape });
        const axis = axes?.map((a) => (fromEnd ? a - shape.length : a)).reverse();
        const y = reduce(x, { keepDims, ...(axis === undefined ? {} : { axis }) });
        const reduced = axes ?? [...shape.keys()];
        const kept = shape.map((size, a) => (reduced.includes(a) ? 1 : size));
        expect(y.shape).toEqual(keepDims ? kept : shape.filter((_, a) => !reduced.includes(a)));
        const expected = groups(values, shape, reduced).map((group) => Number(of(group)));
        const got = [...(await y.data())];
        expect(got.map((v) => Number(v.toFixed(9)) + 0)).toEqual(
          expected.map((v) => Number(v.toFixed(9)) + 0),
        );
      }),
      { numRuns: 40 },
    );
  });

  it("over no axes at all changes nothing", async () => {
    const x = tensor([[1, 2], [3, 4]]); // prettier-ignore
    expect(await sum(x, { axis: [] }).array()).toEqual(await x.array());
  });

  it.each([
    ["sum", 0, sum],
    ["prod", 1, prod],
    ["mean", NaN, mean],
    ["any", false, any],
    ["all", true, all],
    ["variance", NaN, variance],
    ["norm", 0, norm],
  ] as [string, number | boolean, Reduction][])("%s of nothing is %s", async (_name, expected, reduce) => {
    expect(await reduce(zeros([0, 2]), { axis: 0 }).array()).toEqual([expected, expected]);
    expect(reduce(zeros([2, 0]), { axis: 0 }).shape).toEqual([0]);
  });

  it.each([
    ["max", max],
    ["min", min],
  ] as const)("%s of nothing is refused", (name, reduce) => {
    expect(() => reduce(zeros([0, 2]), { axis: 0 })).toThrow(
      expect.objectContaining({
        name: "ShapeError",
        message: `${name}: there is nothing to compare, for [0, 2]`,
      }),
    );
    expect(reduce(zeros([0, 2]), { axis: 1 }).shape).toEqual([0]);
  });

  it.each([
    ["sum", sum(tensor([true, true])), 2, "int32"],
    ["prod", prod(tensor([true, true])), 1, "int32"],
    ["mean", mean(tensor([true, false])), 0.5, "float32"],
    ["max", max(tensor([true, false])), 1, "bool"],
    ["any", any(tensor([0, NaN])), 1, "bool"],
    ["mean of int32, whose sum does not fit", mean(tensor([2e9, 2e9], { dtype: "int32" })), 2e9, "float32"],
    ["variance of int32", variance(tensor([1, 3], { dtype: "int32" })), 2, "float32"],
    ["sum of int32", sum(ones([3], { dtype: "int32" })), 3, "int32"],
  ] as const)("%s of what is no float", async (_name, y, expected, dtype) => {
    expect([await y.item(), y.dtype]).toEqual([expected, dtype]);
  });

  it("lets NaN win in max and min, and only where it is", async () => {
    const x = tensor([[1, NaN], [2, 3]]); // prettier-ignore
    expect([await max(x, { axis: 1 }).array(), await min(x, { axis: 1 }).array()]).toEqual([
      [NaN, 3],
      [NaN, 2],
    ]);
    expect(await sum(x, { axis: 0 }).array()).toEqual([3, NaN]);
  });

  it("sums float32 precisely", async () => {
    expect(await mean(tensor(new Float32Array(100_000).fill(0.1))).item()).toBe(Math.fround(0.1));
  });

  it.each([
    ["large numbers", [1000, 1000], 1000 + Math.LN2],
    ["−∞ alone", [-Infinity, -Infinity], -Infinity],
    ["∞", [Infinity, 1], Infinity],
    ["NaN", [NaN, 1], NaN],
  ])("logSumExp of %s does not overflow", async (_name, values, expected) => {
    expect(await logSumExp(tensor(values, { dtype: "float64" })).item()).toBe(expected);
  });
});

describe("gradients where a reduction is not smooth", () => {
  const slope = async (f: (x: Tensor) => Tensor, values: readonly number[]) =>
    await grad((x) => sum(f(x)))(tensor(values)).array();

  it("equal largest numbers share the gradient, also over several axes", async () => {
    expect(await slope((x) => max(x), [1, 3, 3])).toEqual([0, 0.5, 0.5]);
    expect(await slope((x) => min(x), [1, 1, 1, 5])).toEqual([1 / 3, 1 / 3, 1 / 3, 0].map(Math.fround));
    const cube = grad((x: Tensor) => sum(max(x, { axis: [0, 2] })))(ones([2, 1, 2]));
    expect(await cube.array()).toEqual([[[0.25, 0.25]], [[0.25, 0.25]]]);
  });

  it("a product with zeros", async () => {
    expect(await slope((x) => prod(x), [2, 0, 3])).toEqual([0, 6, 0]);
    expect(await slope((x) => prod(x), [0, 0, 3])).toEqual([0, 0, 0]);
  });

  it.each([0.5, 1, 1.5, 2, 3, Infinity])("the norm of order %d at 0 is finite", async (order) => {
    const at = (await slope((x) => norm(x, { order }), [0, 0])) as number[];
    expect(at.every(Number.isFinite)).toBe(true);
  });

  it("the standard deviation of equal numbers", async () => {
    expect(await slope((x) => standardDeviation(x), [2, 2])).toEqual([0, 0]);
  });

  it("a mean over two axes gives each number its share", async () => {
    const x = ones([2, 3, 2]);
    const shares = grad((t: Tensor) => sum(mul(mean(t, { axis: [0, 2] }), 2)))(x);
    expect(await shares.data()).toEqual(new Float32Array(12).fill(0.5));
  });
});
