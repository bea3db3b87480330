import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { grad } from "../grad.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { sum } from "./reduce.ts";
import { cumulativeMax, cumulativeMin, cumulativeProduct, logCumulativeSumExp } from "./scan.ts";

const x: Tensor = tensor([[2, 0, 3], [4, 5, 6]]); // prettier-ignore
const waves: Tensor = tensor([1, 3, -2, 3, NaN, 9]);

describe("running over an axis", () => {
  it.each<readonly [string, Tensor, unknown]>([
    ["cumulativeProduct", cumulativeProduct(x, { axis: 1 }), [[2, 0, 0], [4, 20, 120]]],
    ["cumulativeProduct of columns", cumulativeProduct(x), [[2, 0, 3], [8, 0, 18]]],
    ["cumulativeProduct of truth values", cumulativeProduct(tensor([true, true, false])), [1, 1, 0]],
    ["cumulativeProduct of nothing", cumulativeProduct(zeros([0])), []],
    ["logCumulativeSumExp of large numbers", logCumulativeSumExp(tensor([-1000, -1000, 1000])), [-1000, expect.closeTo(Math.LN2 - 1000, 3), 1000]],
    ["logCumulativeSumExp of infinities", logCumulativeSumExp(tensor([-Infinity, -Infinity, 1, Infinity])), [-Infinity, -Infinity, 1, Infinity]],
    ["cumulativeMax", cumulativeMax(waves).values, [1, 3, 3, 3, NaN, NaN]],
    ["where cumulativeMax lies", cumulativeMax(waves).indices, [0, 1, 1, 3, 4, 4]],
    ["cumulativeMin", cumulativeMin(waves).values, [1, 1, -2, -2, NaN, NaN]],
    ["where cumulativeMin lies", cumulativeMin(waves).indices, [0, 0, 2, 2, 4, 4]],
    ["cumulativeMax of whole numbers below 0", cumulativeMax(tensor([-5, -3, -4], { dtype: "int32" })).values, [-5, -3, -3]],
    ["cumulativeMin of whole numbers", cumulativeMin(tensor([5, 3, 4], { dtype: "int32" })).values, [5, 3, 3]],
    ["where cumulativeMin of truth values lies", cumulativeMin(tensor([true, false, true])).indices, [0, 1, 1]],
    ["cumulativeMax of −∞", cumulativeMax(tensor([-Infinity, -Infinity])).indices, [0, 1]],
  ])("%s", async (_name, y, expected) => {
    expect(await y.array()).toEqual(expected);
  }); // prettier-ignore

  it("has the right gradient where a factor is 0", async () => {
    const weighed = (t: Tensor) => sum(mul(cumulativeProduct(t), tensor([1, 10, 100])));
    expect(await grad(weighed)(tensor([2, 0, 3])).array()).toEqual([1, 620, 0]);
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ["an axis that is not there", () => cumulativeProduct(x, { axis: 2 }), "ShapeError", "cumulativeProduct: there is no axis 2; axes go from -2 to 1, for [2, 3]"],
    ["logarithms of integers", () => logCumulativeSumExp(tensor([1], { dtype: "int32" })), "DTypeError", "logCumulativeSumExp: needs float32 or float64, got int32; cast it first"],
  ])("refuses %s", (_name, make, name, message) => {
    expect(make).toThrow(expect.objectContaining({ name, message }));
  }); // prettier-ignore
});
