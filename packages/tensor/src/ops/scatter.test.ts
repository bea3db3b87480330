import { describe, expect, it } from "vitest";
import { ones, tensor, zeros } from "../create.ts";
import { grad } from "../grad.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { gather } from "./indexing.ts";
import { sum } from "./reduce.ts";
import { indexAdd, scatter, scatterAdd, takeAlongAxis } from "./scatter.ts";

const int = (values: Parameters<typeof tensor>[0]): Tensor => tensor(values as number[], { dtype: "int32" });
const x: Tensor = tensor([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
const places = int([[2, 0], [1, 1]]); // prettier-ignore
const values: Tensor = tensor([[10, 20], [30, 40]]); // prettier-ignore

describe("writing and adding by index", () => {
  it.each<readonly [string, Tensor, unknown]>([
    ["scatter writes; the last of two stands", scatter(x, places, values, { axis: 1 }), [[20, 2, 10], [4, 40, 6]]],
    ["scatter writes a number", scatter(x, places, 0, { axis: -1 }), [[0, 2, 0], [4, 0, 6]]],
    ["scatter writes along the first axis", scatter(x, int([[1, 0, 1]]), tensor([[7, 8, 9]])), [[1, 8, 3], [7, 5, 9]]],
    ["scatter writes to a part of the rows", scatter(x, int([[2]]), tensor([[9]]), { axis: 1 }), [[1, 2, 9], [4, 5, 6]]],
    ["scatter writes what is not a number", scatter(zeros([2]), int([0, 0]), tensor([NaN, -Infinity])), [-Infinity, 0]],
    ["scatter writes nothing", scatter(x, zeros([2, 0], { dtype: "int32" }), zeros([2, 0]), { axis: 1 }), [[1, 2, 3], [4, 5, 6]]],
    ["scatter writes truth values", scatter(tensor([false, true]), int([0]), tensor([true])), [true, true]],
    ["scatterAdd adds up", scatterAdd(x, places, values, { axis: 1 }), [[21, 2, 13], [4, 75, 6]]],
    ["scatterAdd adds to a part of the rows", scatterAdd(x, int([[0]]), tensor([[9]])), [[10, 2, 3], [4, 5, 6]]],
    ["indexAdd adds rows", indexAdd(x, int([1, 1]), ones([2, 3])), [[1, 2, 3], [6, 7, 8]]],
    ["indexAdd adds columns", indexAdd(x, int([2]), tensor([[1], [2]]), { axis: 1 }), [[1, 2, 4], [4, 5, 8]]],
    ["gather takes from a part of the rows", gather(x, int([[2]]), { axis: 1 }), [[3]]],
    ["takeAlongAxis repeats indices", takeAlongAxis(x, int([[2, 0]]), { axis: 1 }), [[3, 1], [6, 4]]],
    ["takeAlongAxis without an axis takes of all numbers", takeAlongAxis(x, int([[5, 0]])), [6, 1]],
  ])("%s", async (_name, y, expected) => {
    expect(await y.array()).toEqual(expected);
  }); // prettier-ignore

  it("gives the gradient to the values that stand, and to what was not written over", async () => {
    const weights = tensor([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
    const weighed = (t: Tensor, v: Tensor) => sum(mul(scatter(t, places, v, { axis: 1 }), weights));
    expect(await grad(weighed)(x, values).array()).toEqual([[0, 2, 0], [4, 0, 6]]); // prettier-ignore
    expect(await grad(weighed, 1)(x, values).array()).toEqual([[3, 1], [0, 5]]); // prettier-ignore
  });

  it.each<readonly [string, () => Tensor, string, string]>([
    ["float indices", () => scatter(x, zeros([2, 1]), 0), "DTypeError", "scatter: indices must be int32, got float32; cast them"],
    ["more indices than there are rows", () => scatter(x, zeros([3, 1], { dtype: "int32" }), 0, { axis: 1 }), "ShapeError", "scatter: indices need as many axes, and no more entries beside axis 1, for [2, 3] and [3, 1]"],
    ["values of another shape", () => scatterAdd(x, places, ones([2, 1]), { axis: 1 }), "ShapeError", "scatterAdd: values need the shape of the indices, for [2, 1] and [2, 2]"],
    ["values of another dtype", () => scatter(x, places, places, { axis: 1 }), "DTypeError", "scatter: the values are int32, but the tensor float32; cast one"],
    ["rows that are too short", () => indexAdd(x, int([0]), ones([1, 2])), "ShapeError", "indexAdd: values need a row for each index, for [1, 2] and [1, 3]"],
    ["sums of truth values", () => indexAdd(tensor([true]), int([0]), tensor([true])), "DTypeError", "indexAdd: adds numbers, got bool; cast to int32 first"],
    ["a place that is not there", () => scatter(x, int([[2, 1], [3, 0]]), ones([2, 2]), { axis: 1 }), "DataError", "scatterAdd: index 3 at position 2 is out of range: indices go from 0 to 2"],
  ])("refuses %s", (_name, make, name, message) => {
    expect(make).toThrow(expect.objectContaining({ name, message }));
  }); // prettier-ignore
});
