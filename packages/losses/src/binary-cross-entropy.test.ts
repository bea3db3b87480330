import { backward, parameter, sigmoid, sum, tensor, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { binaryCrossEntropy, binaryCrossEntropyWithLogits } from "./binary-cross-entropy.ts";

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

describe("binaryCrossEntropy", () => {
  it("of a sigmoid is binaryCrossEntropyWithLogits of what was before it, slopes included", async () => {
    const [x, target] = [parameter([-2, 0.5, 3]), tensor([0, 1, 0.25])];
    const [first, second] = [binaryCrossEntropy(sigmoid(x), target), binaryCrossEntropyWithLogits(x, target)];
    expect(await first.item()).toBeCloseTo(await second.item(), 6);
    const [a, b] = await Promise.all([first, second].map((loss) => backward(loss).of(x).data()));
    a.forEach((slope, i) => expect(slope).toBeCloseTo(b[i], 6));
  });

  it("ends at 100 for a wrong certainty, and its slope still leads away from there", async () => {
    const p = parameter([0, 1, 0, 1]);
    const losses = binaryCrossEntropy(p, tensor([1, 0, 0, 1]), { reduction: "none" });
    expect(Array.from(await losses.data(), Math.abs)).toEqual([100, 100, 0, 0]);
    const [away, back, ...rest] = await backward(sum(losses)).of(p).data();
    expect([away < -1e11, back > 1e11, ...rest.map(Math.abs)]).toEqual([true, true, 0, 0]);
  });

  it("multiplies each value by its weight", async () => {
    const loss = binaryCrossEntropy(tensor([0.5, 0.5]), zeros([2]), { weight: tensor([0, 2]) });
    expect(await loss.item()).toBeCloseTo(Math.LN2, 6);
  });

  it("gives NaN for what is no probability", async () => {
    const losses = binaryCrossEntropy(tensor([-0.1, 1.1]), zeros([2]), { reduction: "none" });
    expect(await losses.array()).toEqual([NaN, NaN]);
  });
});
