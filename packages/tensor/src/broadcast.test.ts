import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sizeOf, type Shape } from "@piecewise/spec";
import { broadcastShapes, walkOver, type Walk } from "./broadcast.ts";
import { tensor } from "./create.ts";
import { grad } from "./grad.ts";
import { add, mul, sub, where } from "./ops/arithmetic.ts";
import { sum } from "./ops/reduce.ts";
import { broadcastTo } from "./ops/views.ts";

/** Every index of a shape, in row-major order. */
const indices = (shape: Shape): number[][] =>
  shape.reduce<number[][]>(
    (all, size) => all.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])),
    [[]],
  );

/** Where the element that stands at `index` of a larger array lies in a smaller one. */
const placeIn = (shape: Shape, index: readonly number[]): number =>
  shape.reduce(
    (at, size, axis) => at * size + (size === 1 ? 0 : index[axis + index.length - shape.length]),
    0,
  );

/** A shape, and others that broadcast to it: each drops leading axes and has some sizes 1. */
const family = fc
  .array(fc.nat(3), { maxLength: 4 })
  .chain((shape) => fc.tuple(fc.constant(shape), smallerThan(shape), smallerThan(shape), smallerThan(shape)));
const smallerThan = (shape: Shape) =>
  fc
    .tuple(fc.nat(shape.length), fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }))
    .map(([from, ones]) => shape.map((size, axis) => (ones[axis] ? 1 : size)).slice(from));

const numbers = (shape: Shape) => tensor(Float64Array.from({ length: sizeOf(shape) }, (_, i) => i + 1), { shape }); // prettier-ignore

/** What a loop reads that follows a walk. */
const walked = ({ shape, strides }: Walk, input: number): number[] =>
  indices(shape).map((index) => index.reduce((at, i, axis) => at + i * strides[input][axis], 0));

describe("broadcastShapes", () => {
  it.each<readonly [Shape[], Shape]>([
    [
      [[2, 3], [3]],
      [2, 3],
    ],
    [
      [
        [2, 1],
        [1, 3],
      ],
      [2, 3],
    ],
    [
      [[], [2, 3]],
      [2, 3],
    ],
    [[[0], [1]], [0]],
    [
      [[3, 1], [0]],
      [3, 0],
    ],
    [
      [[1], [1, 1]],
      [1, 1],
    ],
    [
      [[4, 1, 1], [3, 1], [2]],
      [4, 3, 2],
    ],
  ])("of %j is %j", (shapes, expected) => {
    expect(broadcastShapes("add", shapes)).toEqual(expected);
  });

  it.each<readonly [Shape[], string]>([
    [[[2], [3]], "add: sizes 2 and 3 of axis -1 do not broadcast, for [2] and [3]"],
    [
      [
        [2, 3],
        [3, 1],
      ],
      "add: sizes 2 and 3 of axis -2 do not broadcast, for [2, 3] and [3, 1]",
    ],
    [[[0], [3]], "add: sizes 0 and 3 of axis -1 do not broadcast, for [0] and [3]"],
    [[[2], [1], [3]], "add: sizes 2 and 1 and 3 of axis -1 do not broadcast, for [2] and [1] and [3]"],
  ])("refuses %j", (shapes, message) => {
    expect(() => broadcastShapes("add", shapes)).toThrow(
      expect.objectContaining({ name: "ShapeError", message }),
    );
  });
});

describe("broadcasting", () => {
  it("walks through every input as the naive rule reads it, along as few axes as possible", () => {
    fc.assert(
      fc.property(family, ([, ...smaller]) => {
        const shape = broadcastShapes("add", smaller);
        const walk = walkOver(shape, smaller);
        expect(walk.shape.length).toBeLessThanOrEqual(Math.max(1, shape.length));
        smaller.forEach((own, input) => {
          const expected = indices(shape).map((index) => placeIn(own, index));
          expect(walked(walk, input)).toEqual(expected);
        });
      }),
    );
  });

  it("joins axes that all inputs walk through as one", () => {
    expect(walkOver([2, 3, 4], [[2, 3, 4], [2, 3, 4]])).toEqual({ shape: [24], strides: [[1], [1]] }); // prettier-ignore
    expect(walkOver([2, 3, 4], [[2, 3, 4], [4]])).toEqual({ shape: [6, 4], strides: [[4, 1], [0, 1]] }); // prettier-ignore
    expect(walkOver([1, 1], [[1], [1, 1]])).toEqual({ shape: [], strides: [[], []] });
  });

  it("gives each operation the numbers of the naive rule", async () => {
    await fc.assert(
      fc.asyncProperty(family, async ([, a, b]) => {
        const shape = broadcastShapes("sub", [a, b]);
        const y = sub(numbers(a), numbers(b));
        expect(y.shape).toEqual(shape);
        expect([...(await y.data())]).toEqual(
          indices(shape).map((index) => placeIn(a, index) - placeIn(b, index)),
        );
      }),
    );
  });

  it("works for three operands", async () => {
    await fc.assert(
      fc.asyncProperty(family, async ([, a, b, c]) => {
        const shape = broadcastShapes("where", [a, b, c]);
        const y = where(sub(numbers(a), 2), numbers(b), numbers(c));
        const expected = indices(shape).map((i) => (placeIn(a, i) + 1 !== 2 ? placeIn(b, i) : placeIn(c, i)) + 1);
        expect([...(await y.data())]).toEqual(expected);
      }),
    ); // prettier-ignore
  });

  it("is undone by gradients: they have the inputs' shapes and sum what was repeated", async () => {
    await fc.assert(
      fc.asyncProperty(family, async ([, a, b]) => {
        const shape = broadcastShapes("mul", [a, b]);
        const slope = grad((x) => sum(mul(x, numbers(b))))(numbers(a));
        const expected = new Float64Array(sizeOf(a));
        for (const index of indices(shape)) expected[placeIn(a, index)] += placeIn(b, index) + 1;
        expect(slope.shape).toEqual(a);
        expect(await slope.data()).toEqual(expected);
      }),
    );
  });

  it("broadcastTo repeats as operations do", async () => {
    await fc.assert(
      fc.asyncProperty(family, async ([shape, a]) => {
        const y = broadcastTo(numbers(a), shape);
        expect(y.shape).toEqual(shape);
        expect([...(await y.data())]).toEqual(indices(shape).map((index) => placeIn(a, index) + 1));
      }),
    );
  });

  it.each<readonly [Shape, Shape]>([
    [[2, 3], [3]],
    [[3], [2]],
    [
      [2, 1],
      [3, 3],
    ],
    [[1], [-1]],
    [[1], [2.5]],
  ])("broadcastTo refuses %j to %j", (from, to) => {
    expect(() => broadcastTo(numbers(from), to)).toThrow(
      expect.objectContaining({ name: "ShapeError", operation: "broadcastTo" }),
    );
  });

  it("adds single numbers of any rank", async () => {
    expect(await add(tensor([[1]]), tensor([2])).array()).toEqual([[3]]);
    expect(await add(tensor(1), tensor([2])).array()).toEqual([3]);
  });
});
