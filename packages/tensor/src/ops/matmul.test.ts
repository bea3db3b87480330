import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sizeOf, type Shape } from "@piecewise/spec";
import { broadcastShapes } from "../broadcast.ts";
import { ones, tensor, zeros } from "../create.ts";
import { grad } from "../grad.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { dot, matmul, outer } from "./matmul.ts";
import { sum } from "./reduce.ts";
import { expandDims } from "./reshape.ts";
import { transpose } from "./views.ts";

/** The product as broadcasting and a sum, one of whose gradients is right by the tests of these. */
function naive(a: Tensor, b: Tensor): Tensor {
  return sum(mul(expandDims(a, -1), expandDims(b, -3)), { axis: -2 });
}

const some = (shape: Shape, seed: number) =>
  tensor(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 7 + seed * 5) % 11) - 5.5),
    { shape },
  );

const sizes = fc.integer({ min: 1, max: 4 });
const batches = fc.constantFrom<(readonly [Shape, Shape])[]>(
  [[], []],
  [[3], []],
  [[], [3]],
  [[3], [3]],
  [[2, 3], [3]],
  [[2, 1], [1, 3]],
  [[1], [3]],
  [[3], [1, 1]],
  [[0], []],
); // prettier-ignore

describe("matmul", () => {
  it("is the sum of products, for any batch and stored either way, with the gradients of that sum", async () => {
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.tuple(sizes, sizes, sizes),
        fc.boolean(),
        fc.boolean(),
        async ([left, right], [m, k, n], transposeA, transposeB) => {
          const a = some([...left, ...(transposeA ? [k, m] : [m, k])], 1);
          const b = some([...right, ...(transposeB ? [n, k] : [k, n])], 2);
          const plain = (x: Tensor, on: boolean) => (on ? transpose(x) : x);
          const product = (x: Tensor, y: Tensor) => matmul(x, y, { transposeA, transposeB });
          const expected = (x: Tensor, y: Tensor) => naive(plain(x, transposeA), plain(y, transposeB));
          const y = product(a, b);
          expect(y.shape).toEqual([...broadcastShapes("matmul", [left, right]), m, n]);
          expect(await y.data()).toEqual(await expected(a, b).data());
          const weight = some(y.shape, 3);
          for (const argument of [0, 1]) {
            const slope = (f: typeof product) => grad((s: Tensor, t: Tensor) => sum(mul(f(s, t), weight)), argument); // prettier-ignore
            expect(await slope(product)(a, b).data()).toEqual(await slope(expected)(a, b).data());
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each<readonly [string, Tensor, Tensor, unknown]>([
    ["row by matrix", tensor([1, 2]), tensor([[1, 2, 3], [4, 5, 6]]), [9, 12, 15]],
    ["matrix by column", tensor([[1, 2], [3, 4]]), tensor([1, 10]), [21, 43]],
    ["row by column", tensor([1, 2]), tensor([3, 4]), 11],
    ["batch by column", ones([2, 2, 3]), tensor([1, 2, 3]), [[6, 6], [6, 6]]],
    ["row by batch", tensor([1, 2]), ones([2, 2, 1]), [[3], [3]]],
    ["nothing in between", zeros([2, 0]), zeros([0, 1]), [[0], [0]]],
  ])("%s", async (_name, a, b, expected) => {
    expect(await matmul(a, b).array()).toEqual(expected);
  }); // prettier-ignore

  it("computes with the wider dtype", () => {
    expect(matmul(ones([1, 1]), ones([1, 1], { dtype: "float64" })).dtype).toBe("float64");
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ["inner sizes", () => matmul(zeros([64, 784]) as Tensor, zeros([128, 10])), "ShapeError", "matmul: inner sizes 784 and 128 differ, for [64, 784] and [128, 10]"],
    ["inner sizes of a vector", () => matmul(zeros([3]), zeros([2, 2])), "ShapeError", "matmul: inner sizes 3 and 2 differ, for [1, 3] and [2, 2]"],
    ["batches", () => matmul(zeros([2, 1, 1]), zeros([3, 1, 1])), "ShapeError", "matmul: sizes 2 and 3 of axis -1 do not broadcast, for [2] and [3]"],
    ["a single number", () => matmul(tensor(2), zeros([2])), "ShapeError", "matmul: a single number has no rows; use mul, for [] and [2]"],
    ["integers", () => matmul(ones([1, 1], { dtype: "int32" }), zeros([1, 1])), "DTypeError", "matmul: needs float32 or float64, got int32; cast it first"],
    ["different lengths", () => dot(zeros([2]), zeros([3])), "ShapeError", "dot: sizes 2 and 3 differ, for [2] and [3]"],
    ["a matrix", () => dot(zeros([2, 2]), zeros([2])), "ShapeError", "dot: needs two tensors with one axis each, for [2, 2] and [2]"],
    ["a matrix", () => outer(zeros([2, 2]), zeros([2])), "ShapeError", "outer: needs two tensors with one axis each, for [2, 2] and [2]"],
  ])("refuses %s", (_name, make, name, message) => {
    expect(make).toThrow(expect.objectContaining({ name, message }));
  }); // prettier-ignore
});

describe("products of vectors", () => {
  it("dot and outer", async () => {
    expect(await dot(tensor([1, 2]), tensor([3, 4])).item()).toBe(11);
    expect(await outer(tensor([1, 2]), tensor([3, 4, 5])).array()).toEqual([[3, 4, 5], [6, 8, 10]]); // prettier-ignore
  });
});
