import { backward, parameter, sum, tensor, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { huber, meanAbsoluteError, meanSquaredError, smoothL1 } from "./regression.ts";

const [prediction, target] = [tensor([1, 2, 5.5]), tensor([1, 4, 0.5])];

describe.each([
  ["meanSquaredError", meanSquaredError, [0, 4, 25]],
  ["meanAbsoluteError", meanAbsoluteError, [0, 2, 5]],
  ["smoothL1", smoothL1, [0, 1.5, 4.5]],
  ["huber", huber, [0, 1.5, 4.5]],
] as const)("%s", (name, loss, each) => {
  const total = each.reduce<number>((a, b) => a + b, 0);
  it.each([
    ["none", each],
    ["sum", total],
    ["mean", total / 3],
    [undefined, total / 3],
  ] as const)("with reduction %s gives %o", async (reduction, expected) => {
    const options = reduction === undefined ? {} : { reduction };
    const values = [...(await loss(prediction, target, options).data())];
    expect(values).toEqual([expected].flat().map(Math.fround));
  });

  it("refuses another reduction and says which there are", () => {
    expect(() => loss(prediction, target, { reduction: "average" as never })).toThrow(
      `${name}: reduction must be "mean", "sum" or "none", got average`,
    );
  });

  it("refuses to compare every pair of [3] and [3, 1]", () => {
    expect(() => loss(zeros([3, 1]), zeros([3]))).toThrow(
      `${name}: prediction and target differ in shape; reshape one to the other's, for [3, 1] and [3]`,
    );
  });

  it("refuses what is no tensor", () => {
    expect(() => loss([1] as never, target)).toThrow(`${name}: needs a tensor, got object`);
  });
});

describe("huber", () => {
  it("is half the square up to delta and a straight line beyond, with one slope where they meet", async () => {
    const errors = parameter([-3, -2, -0.5, 0, 2, 5]);
    const losses = huber(errors, zeros([6]), { delta: 2, reduction: "none" });
    expect(await losses.array()).toEqual([4, 2, 0.125, 0, 2, 8]);
    expect(await backward(sum(losses)).of(errors).array()).toEqual([-2, -2, -0.5, 0, 2, 2]);
  });

  it.each([0, -1, NaN])("refuses delta %d", (delta) => {
    expect(() => huber(prediction, target, { delta })).toThrow(`huber: delta must be above 0, got ${delta}`);
  });
});

describe("smoothL1", () => {
  it("is half the square over beta up to beta, and the error less half of beta beyond", async () => {
    const losses = smoothL1(tensor([0.25, -0.5, 2]), zeros([3]), { beta: 0.5, reduction: "none" });
    expect(await losses.array()).toEqual([0.0625, 0.25, 1.75]);
  });

  it("with beta 0 is the absolute error, with no slope at 0", async () => {
    const errors = parameter([-3, 0, 2]);
    const losses = smoothL1(errors, zeros([3]), { beta: 0, reduction: "none" });
    expect(await losses.array()).toEqual([3, 0, 2]);
    expect(await backward(sum(losses)).of(errors).array()).toEqual([-1, 0, 1]);
  });

  it.each([-1, NaN])("refuses beta %d", (beta) => {
    expect(() => smoothL1(prediction, target, { beta })).toThrow(
      `smoothL1: beta must be at least 0, got ${beta}`,
    );
  });
});
