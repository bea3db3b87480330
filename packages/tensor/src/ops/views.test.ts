import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sizeOf, type Shape } from "@piecewise/spec";
import { arange, tensor, zeros } from "../create.ts";
import { grad } from "../grad.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { sum } from "./reduce.ts";
import { reshape } from "./reshape.ts";
import { diagonal, flip, slice, split, transpose, type Range } from "./views.ts";

type Deep = number | Deep[];

const counting = (shape: Shape): Tensor => reshape(arange(0, sizeOf(shape)), shape);
const shapes = fc.array(fc.nat(4), { minLength: 1, maxLength: 3 });

/** The indices that Python's range(start, stop, step) picks from an axis, found by trying. */
function picked({ start, stop, step = 1 }: Range, size: number): number[] {
  const count = (n: number) => (n < 0 ? n + size : n);
  const [first, last] = step > 0 ? [0, size] : [size - 1, -1];
  const from = start === undefined ? first : Math.max(Math.min(count(start), Math.max(first, last)), Math.min(first, last)); // prettier-ignore
  const to = stop === undefined ? last : Math.max(count(stop), -1);
  const found: number[] = [];
  for (let i = from; step > 0 ? i < to : i > to; i += step) if (i >= 0 && i < size) found.push(i);
  return found;
}

function naive(x: Deep, ranges: readonly (Range | number | null)[], shape: Shape): Deep {
  if (ranges.length === 0 || typeof x === "number") return x;
  const [range, ...rest] = ranges;
  const inner = shape.slice(1);
  if (typeof range === "number") return naive(x[range < 0 ? range + shape[0] : range], rest, inner);
  return picked(range ?? {}, shape[0]).map((i) => naive(x[i], rest, inner));
}

const end = fc.option(fc.integer({ min: -6, max: 6 }), { nil: undefined });
const range = fc
  .record({ start: end, stop: end, step: fc.constantFrom(undefined, 1, 2, 3, -1, -2, -5) })
  .map((r) => Object.fromEntries(Object.entries(r).filter(([, v]) => v !== undefined)) as Range);
const sliceCases = shapes.chain((shape) => {
  const entry = (size: number) =>
    size === 0
      ? fc.oneof(range, fc.constant(null))
      : fc.oneof(range, fc.constant(null), fc.integer({ min: -size, max: size - 1 }));
  return fc.record({
    shape: fc.constant(shape),
    count: fc.nat(shape.length),
    ranges: fc.tuple(...shape.map(entry)),
  });
});

describe("slice", () => {
  it("picks what Python picks, out of range and backwards too", async () => {
    await fc.assert(
      fc.asyncProperty(sliceCases, async ({ shape, count, ranges }) => {
        const x = counting(shape);
        const used = ranges.slice(0, count);
        expect(await slice(x, used).array()).toEqual(naive((await x.array()) as Deep, used, shape));
      }),
      { numRuns: 300 },
    );
  });

  it("sends the gradient to what was picked, and 0 elsewhere", async () => {
    await fc.assert(
      fc.asyncProperty(sliceCases, async ({ shape, ranges }) => {
        const x = counting(shape);
        const slope = grad((t: Tensor) => sum(slice(mul(t, t), ranges)))(x);
        const chosen = new Set((await slice(x, ranges).data()).values());
        const expected = [...(await x.data())].map((v) => (chosen.has(v) ? 2 * v : 0));
        expect([...(await slope.data())]).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it.each<readonly [string, () => unknown, string]>([
    ["an index past the end", () => slice(zeros([2, 3]), [null, 3]), "slice: index 3 is outside of axis 1, which has 3 entries, for [2, 3]"],
    ["an index before the start", () => slice(zeros([2]), [-3]), "slice: index -3 is outside of axis 0, which has 2 entries, for [2]"],
    ["a fraction", () => slice(zeros([2]), [0.5]), "slice: index 0.5 is outside of axis 0, which has 2 entries, for [2]"],
    ["a step of 0", () => slice(zeros([2]), [{ step: 0 }]), "slice: axis 0: start, stop and step must be whole, and the step not 0, for [2]"],
    ["a fractional end", () => slice(zeros([2]), [{ stop: 1.5 }]), "slice: axis 0: start, stop and step must be whole, and the step not 0, for [2]"],
    ["too many ranges", () => slice(zeros([2]), [null, null]), "slice: 2 ranges for 1 axes, for [2]"],
  ])("refuses %s", (_name, make, message) => {
    expect(make).toThrow(expect.objectContaining({ name: "ShapeError", message }));
  }); // prettier-ignore
});

describe("transpose", () => {
  it("moves each number to where the order says, and back", async () => {
    const orders = shapes.chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(orders, async ({ shape, order }) => {
        const x = counting(shape);
        const y = transpose(x, order);
        expect(y.shape).toEqual(order.map((axis) => shape[axis]));
        const inverse = order.map((_, axis) => order.indexOf(axis));
        expect(await transpose(y, inverse).array()).toEqual(await x.array());
      }),
    );
  });

  it("exchanges rows and columns", async () => {
    expect(await transpose(counting([2, 3])).array()).toEqual([[0, 3], [1, 4], [2, 5]]); // prettier-ignore
    expect(await transpose(counting([1, 2, 2])).array()).toEqual([[[0, 2], [1, 3]]]); // prettier-ignore
    expect(transpose(zeros([2, 3, 4]), [-1, 0, 1]).shape).toEqual([4, 2, 3]);
  });

  it.each([[[0, 0]], [[0]], [[0, 1, 2]], [[0, 2]]])("refuses the order %j for a matrix", (order) => {
    expect(() => transpose(zeros([2, 3]), order)).toThrow(
      expect.objectContaining({ name: "ShapeError", operation: "transpose" }),
    );
  });
});

describe("flip, diagonal and split", () => {
  it("flip twice changes nothing; once reverses", async () => {
    const x = counting([2, 3]);
    expect(await flip(x, 1).array()).toEqual([[2, 1, 0], [5, 4, 3]]); // prettier-ignore
    expect(await flip(x).array()).toEqual([[5, 4, 3], [2, 1, 0]]); // prettier-ignore
    expect(await flip(flip(x, [0, -1])).array()).toEqual(await x.array());
  });

  it.each([
    [0, [0, 4]],
    [1, [1, 5]],
    [2, [2]],
    [3, []],
    [-1, [3]],
    [-2, []],
  ])("the diagonal %d above the main one", async (offset, expected) => {
    expect(await diagonal(counting([2, 3]), { offset }).array()).toEqual(expected);
  });

  it("diagonals of a batch", async () => {
    expect(await diagonal(counting([2, 2, 2])).array()).toEqual([[0, 3], [4, 7]]); // prettier-ignore
    expect(() => diagonal(zeros([2]))).toThrow(expect.objectContaining({ operation: "diagonal" }));
  });

  it.each([
    [2, [[0, 1], [2, 3]]],
    [[1, 3], [[0], [1, 2, 3]]],
    [[0, 4], [[], [0, 1, 2, 3]]],
  ] as const)("splits four numbers into %j", async (parts, expected) => {
    const got = split(counting([4]), parts);
    expect(await Promise.all(got.map((part) => part.array()))).toEqual(expected);
  }); // prettier-ignore

  it.each([3, 0, -1, 1.5, NaN, [1, 2], [5, -1], [1.5, 2.5]])("refuses to split four into %j", (parts) => {
    expect(() => split(tensor([1, 2, 3, 4]), parts)).toThrow(
      expect.objectContaining({ name: "ShapeError", operation: "split" }),
    );
  });
});
