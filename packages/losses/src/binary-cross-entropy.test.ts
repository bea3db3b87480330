import { tensor, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { binaryCrossEntropyWithLogits } from "./binary-cross-entropy.ts";

describe("binaryCrossEntropyWithLogits", () => {
  const each = { reduction: "none" } as const;
  const definition = (x: number, t: number, w = 1) => {
    const p = 1 / (1 + Math.exp(-x));
    return -w * t * Math.log(p) - (1 - t) * Math.log(1 - p);
  };

  it.each([
    [0, 1],
    [2, 0],
    [-1.5, 0.3],
    [3, 1],
  ])("of logit %d and target %d is what the definition says", async (x, t) => {
    const [logit, aim] = [tensor([x], { dtype: "float64" }), tensor([t], { dtype: "float64" })];
    expect(await binaryCrossEntropyWithLogits(logit, aim).item()).toBeCloseTo(definition(x, t), 12);
    const weighted = binaryCrossEntropyWithLogits(logit, aim, { positiveWeight: tensor(3) });
    expect(await weighted.item()).toBeCloseTo(definition(x, t, 3), 12);
  });

  it("stays finite for logits of any size", async () => {
    const losses = binaryCrossEntropyWithLogits(tensor([1e4, -1e4, 1e4, -1e4]), tensor([1, 0, 0, 1]), each);
    expect(await losses.array()).toEqual([0, 0, 1e4, 1e4]);
  });

  it("multiplies each value by its weight before it is reduced", async () => {
    const [logits, targets] = [zeros([2, 2]), zeros([2, 2])];
    const weighed = binaryCrossEntropyWithLogits(logits, targets, {
      weight: tensor([0, 2]),
      reduction: "sum",
    });
    expect(await weighed.item()).toBeCloseTo(4 * Math.LN2, 6);
  });

  it.each(["weight", "positiveWeight"])("refuses a %s that would repeat the logits", (option) => {
    const call = () => binaryCrossEntropyWithLogits(zeros([2]), zeros([2]), { [option]: zeros([3, 1]) });
    expect(call).toThrow("weights must broadcast to the shape of what is predicted, for [2] and [3, 2]");
  });
});
