import { describe, expect, it } from "vitest";
import { tensor } from "../create.ts";
import { grad } from "../grad.ts";
import type { Tensor } from "../tensor.ts";
import { sum } from "./reduce.ts";
import { logSoftmax, softmax } from "./softmax.ts";
import { logSumExp, norm, standardDeviation, variance } from "./statistics.ts";

const of = (order: number) => (x: Tensor) => norm(x, { order });
const third = (x: Tensor) => norm(x, { order: 3 });

describe("numbers at the edge", () => {
  it.each<readonly [string, (x: Tensor) => Tensor, number[], value: unknown, gradient: number[]]>([
    ["logSumExp of large numbers", logSumExp, [1000, 1000], 1000 + Math.LN2, [0.5, 0.5]],
    ["logSumExp of very small ones", logSumExp, [-1000, -1000], Math.LN2 - 1000, [0.5, 0.5]],
    ["logSumExp with −∞", logSumExp, [-Infinity, 3], 3, [0, 1]],
    ["logSumExp of −∞ alone", logSumExp, [-Infinity, -Infinity], -Infinity, [NaN, NaN]],
    ["logSumExp with ∞", logSumExp, [Infinity, 1], Infinity, [NaN, 0]],
    ["logSumExp with NaN", logSumExp, [NaN, 1], NaN, [NaN, NaN]],
    ["variance far away from 0", variance, [1e8, 1e8 + 1, 1e8 + 2], 1, [-1, 0, 1]],
    ["variance of one number", variance, [5], NaN, [NaN]],
    ["variance with ∞", variance, [Infinity, 1], NaN, [NaN, NaN]],
    ["standard deviation of equal numbers", standardDeviation, [7, 7], 0, [0, 0]],
    ["norm at 0", norm, [0, 0], 0, [0, 0]],
    ["norm whose square is an infinity", norm, [1e200, 1e200], Infinity, [0, 0]],
    ["norm whose square is 0", norm, [1e-200, 1e-200], 0, [0, 0]],
    ["norm with ∞", norm, [Infinity, 1], Infinity, [NaN, 0]],
    ["norm of order 3 at 0", third, [0, 0], 0, [0, 0]],
    ["norm of order ½ with a 0", of(0.5), [0, 4], 4, [0, 1]],
    ["norm of order −1", of(-1), [2, 2], 1, [0.25, 0.25]],
    ["norm of order −1 with a 0", of(-1), [0, 3], 0, [0, 0]],
    ["norm of order −1 of infinities", of(-1), [Infinity, -Infinity], Infinity, [0, 0]],
    ["norm of order 0", of(0), [0, 5], 1, [0, 0]],
    ["norm of order ∞, shared by equals", of(Infinity), [-2, 2, 1], 2, [-0.5, 0.5, 0]],
    ["softmax of large numbers", softmax, [1000, 1000], [0.5, 0.5], [0, 0]],
    ["softmax with −∞", softmax, [-Infinity, 3], [0, 1], [0, 0]],
    ["softmax of −∞ alone", softmax, [-Infinity, -Infinity], [NaN, NaN], [NaN, NaN]],
    ["softmax with ∞", softmax, [Infinity, 3], [NaN, NaN], [NaN, NaN]],
    ["softmax with NaN", softmax, [NaN, 3], [NaN, NaN], [NaN, NaN]],
    ["softmax of denormal numbers", softmax, [5e-324, 0], [0.5, 0.5], [0, 0]],
    ["logSoftmax with −∞", logSoftmax, [-Infinity, 3], [-Infinity, 0], [1, -1]],
    ["logSoftmax of numbers far apart", logSoftmax, [0, -1e4], [0, -1e4], [-1, 1]],
  ])("%s", async (_name, f, values, value, gradient) => {
    const x: Tensor = tensor(values, { dtype: "float64" });
    expect(await f(x).array()).toEqual(value);
    const slope = await grad((t: Tensor) => sum(f(t)))(x).data();
    expect([...slope].map((g) => g + 0)).toEqual(gradient);
  }); // prettier-ignore

  it.each([1, 2, 3, Infinity])(
    "norm of order %d has second derivatives at 0, and they are 0",
    async (order) => {
      const slope = (x: Tensor) => sum(grad((t: Tensor) => norm(t, { order }))(x));
      expect(await grad(slope)(tensor([0, 0])).array()).toEqual([0, 0]);
    },
  );
});
