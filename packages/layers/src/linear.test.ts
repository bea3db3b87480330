import { backward, full, memory, ones, seeded, sum, tensor, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { kaimingNormal, linear } from "./index.ts";

describe("linear", () => {
  it("is x · weightᵀ + bias", async () => {
    const dense = linear(2, 3);
    dense.own.weight.assign(tensor([[1, 2], [3, 4], [5, 6]])); // prettier-ignore
    dense.own.bias.assign(tensor([10, 20, 30]));
    expect(await dense(tensor([[1, 1], [0, 2]])).array()).toEqual([[13, 27, 41], [14, 28, 42]]); // prettier-ignore
  });

  it.each([
    [[4], [3]],
    [
      [5, 4],
      [5, 3],
    ],
    [
      [2, 5, 4],
      [2, 5, 3],
    ],
  ])("turns the last axis of %o into that of %o", (from, to) => {
    expect(linear(4, 3)(zeros(from)).shape).toEqual(to);
  });

  it("starts weight and bias evenly between ± 1 / √inputs, as PyTorch does", async () => {
    const { weight, bias } = linear(100, 200, { random: seeded(1) }).own;
    for (const values of [await weight.data(), await bias.data()]) {
      expect(Math.max(...values)).toBeLessThanOrEqual(0.1);
      expect(Math.max(...values)).toBeGreaterThan(0.097);
      expect(Math.min(...values)).toBeLessThan(-0.097);
    }
  });

  it("has a gradient for weight and bias", async () => {
    const dense = linear(2, 1);
    const gradients = backward(sum(dense(tensor([[1, 2], [3, 4]])))); // prettier-ignore
    expect(await gradients.of(dense.own.weight).array()).toEqual([[4, 6]]);
    expect(await gradients.of(dense.own.bias).array()).toEqual([2]);
  });

  it("goes without a bias, with another initialiser and in float64", async () => {
    const [bare, even] = [
      linear(2, 2, { bias: false }),
      linear(2, 2, { initializer: (shape) => ones(shape) }),
    ];
    expect(Object.keys(bare.own)).toEqual(["weight"]);
    expect(await bare(zeros([1, 2])).array()).toEqual([[0, 0]]);
    expect(await even.own.weight.array()).toEqual([[1, 1], [1, 1]]); // prettier-ignore
    expect(linear(2, 2, { dtype: "float64", initializer: kaimingNormal }).own.weight.dtype).toBe("float64");
  });

  it("draws the same numbers from the same generator", async () => {
    const draw = () => linear(3, 3, { random: seeded(5) }).own.weight.data();
    expect(await draw()).toEqual(await draw());
  });

  it("holds the memory of its parameters and no more", () => {
    const before = memory();
    const dense = linear(3, 4);
    const after = memory();
    expect(after.tensors - before.tensors).toBe(2);
    expect(after.bytes - before.bytes).toBe((12 + 4) * 4);
    expect(dense.parameters).toHaveLength(2);
  });

  it.each([
    [0, 1, "inputs must be a whole number above 0, got 0"],
    [1.5, 1, "inputs must be a whole number above 0, got 1.5"],
    [1, NaN, "outputs must be a whole number above 0, got NaN"],
  ])("refuses %d inputs and %d outputs", (inputs, outputs, message) => {
    expect(() => linear(inputs, outputs)).toThrow(`linear: ${message}`);
  });

  it.each([
    [[5, 3], "linear: takes 4 features in the last axis, for [5, 3]"],
    [[], "linear: takes 4 features in the last axis, for []"],
    [[5, 2, 2], "linear: takes 4 features in the last axis; put flatten() before it, for [5, 2, 2]"],
  ])("refuses the shape %o and says what it takes", (shape, message) => {
    expect(() => linear(4, 2)(full(shape, 1))).toThrow(message);
  });

  it("refuses what is no tensor", () => {
    expect(() => linear(4, 2)([1, 2, 3, 4] as never)).toThrow("linear: needs a tensor, got object");
  });
});
