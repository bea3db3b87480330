import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { grad } from "../grad.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { sum } from "./reduce.ts";
import { argsort, kthValue, median, sort, topK, type Picked } from "./sort.ts";

const x: Tensor = tensor([[3, 1, 2], [1, 3, 1]]); // prettier-ignore
const odd: Tensor = tensor([1, NaN, -Infinity, Infinity, 0]);

describe("sorting", () => {
  it.each<readonly [string, Picked, unknown, unknown]>([
    ["the last axis", sort(x), [[1, 2, 3], [1, 1, 3]], [[1, 2, 0], [0, 2, 1]]],
    ["another axis", sort(x, { axis: 0 }), [[1, 1, 1], [3, 3, 2]], [[1, 0, 1], [0, 1, 0]]],
    ["downwards, equals in their order", sort(x, { descending: true }), [[3, 2, 1], [3, 1, 1]], [[0, 2, 1], [1, 0, 2]]],
    ["with NaN as the largest", sort(odd), [-Infinity, 0, 1, Infinity, NaN], [2, 4, 0, 3, 1]],
    ["with NaN first, downwards", sort(odd, { descending: true }), [NaN, Infinity, 1, 0, -Infinity], [1, 3, 0, 4, 2]],
    ["nothing", sort(zeros([2, 0])), [[], []], [[], []]],
    ["the largest numbers", topK(x, 2), [[3, 2], [3, 1]], [[0, 2], [1, 0]]],
    ["the smallest numbers", topK(x, 1, { axis: 0, largest: false }), [[1, 1, 1]], [[1, 0, 1]]],
    ["no numbers", topK(x, 0), [[], []], [[], []]],
    ["the k-th value", kthValue(x, 2), [2, 1], [2, 2]],
    ["the k-th value, its axis kept", kthValue(x, 1, { axis: 0, keepDims: true }), [[1, 1, 1]], [[1, 0, 1]]],
    ["the lower median", median(tensor([4, 1, 3, 2])), 2, 3],
    ["the median of all numbers", median(x, { keepDims: true }), [[1]], [[5]]],
    ["the median along an axis", median(x, { axis: 1 }), [2, 1], [2, 2]],
    ["the median where a number is NaN", median(odd), NaN, 1],
  ])("finds %s", async (_name, { values, indices }, expectedValues, expectedIndices) => {
    expect(await values.array()).toEqual(expectedValues);
    expect(await indices.array()).toEqual(expectedIndices);
    expect(indices.dtype).toBe("int32");
  }); // prettier-ignore

  it("keeps integers and truth values what they are", async () => {
    const integers = sort(tensor([3, -1, 2], { dtype: "int32" })).values;
    const truths = sort(tensor([true, false])).values;
    expect([integers.dtype, truths.dtype]).toEqual(["int32", "bool"]);
    expect([await integers.array(), await truths.array()]).toEqual([[-1, 2, 3], [false, true]]); // prettier-ignore
  });

  it("sends the gradient to where each number lay", async () => {
    const weighed = (t: Tensor) => sum(mul(sort(t).values, tensor([1, 10, 100])));
    expect(await grad(weighed)(x).array()).toEqual([[100, 1, 10], [1, 100, 10]]); // prettier-ignore
  });

  it("agrees with argsort", async () => {
    expect(await argsort(x, { axis: 0 }).array()).toEqual(await sort(x, { axis: 0 }).indices.array());
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ["an axis that is not there", () => sort(x, { axis: 2 }), "ShapeError", "sort: there is no axis 2; axes go from -2 to 1, for [2, 3]"],
    ["more numbers than there are", () => topK(x, 4), "ShapeError", "topK: count must be a whole number from 0 to 3, got 4, for [2, 3]"],
    ["half a number", () => topK(x, 0.5), "ShapeError", "topK: count must be a whole number from 0 to 3, got 0.5, for [2, 3]"],
    ["a place before the first", () => kthValue(x, 0), "DataError", "kthValue: k must be a whole number from 1 to 3, got 0"],
    ["the median of nothing", () => median(zeros([0])), "ShapeError", "median: there is no number in the middle, for [0]"],
    ["a number", () => argsort(3 as unknown as Tensor), "DTypeError", "argsort: needs a tensor, got number; wrap numbers with tensor()"],
  ])("refuses %s", (_name, make, name, message) => {
    expect(make).toThrow(expect.objectContaining({ name, message }));
  }); // prettier-ignore
});
