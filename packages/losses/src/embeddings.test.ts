import { backward, parameter, tensor, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { cosineEmbedding, cosineSimilarity, tripletMargin } from "./index.ts";

describe("cosineSimilarity", () => {
  it("is 1 for one direction, 0 for a right angle, −1 for opposite ones, whatever their lengths", async () => {
    const [first, second] = [[[1, 2], [3, 0], [1, -1]], [[2, 4], [0, 1], [-5, 5]]].map((rows) => tensor(rows)); // prettier-ignore
    const cosines = [...(await cosineSimilarity(first, second).data())];
    [1, 0, -1].forEach((expected, i) => expect(cosines[i]).toBeCloseTo(expected, 6));
  });

  it("goes along the axis it is told, and is 0 for vectors of zeros", async () => {
    expect(await cosineSimilarity(tensor([[3], [4]]), tensor([[4], [3]]), { axis: 0 }).item()).toBeCloseTo(
      0.96,
      6,
    );
    expect(await cosineSimilarity(zeros([1, 2]), tensor([[1, 2]])).item()).toBe(0);
  });
});

it("cosineEmbedding pulls what is alike together, and pushes other vectors apart down to the margin", async () => {
  const [first, second] = [tensor([[3, 4], [3, 4], [3, 4]]), tensor([[4, 3], [4, 3], [-4, 3]])]; // prettier-ignore
  const losses = cosineEmbedding(first, second, tensor([1, -1, -1]), { margin: 0.5, reduction: "none" });
  const expected = [0.04, 0.46, 0];
  (await losses.data()).forEach((loss, i) => expect(loss).toBeCloseTo(expected[i], 6));
});

describe("tripletMargin", () => {
  const [anchor, positive, negative] = [tensor([[0, 0]]), tensor([[3, 4]]), tensor([[3, 4.5]])];

  it("asks that the negative lies farther from the anchor than the positive, or from either with swap", async () => {
    expect(await tripletMargin(anchor, positive, negative).item()).toBeCloseTo(1 + 5 - Math.hypot(3, 4.5), 4);
    expect(await tripletMargin(anchor, positive, negative, { swap: true }).item()).toBeCloseTo(5.5, 4);
    expect(await tripletMargin(anchor, positive, negative, { power: 1 }).item()).toBeCloseTo(0.5, 4);
  });

  it("has a slope where anchor and positive are equal", async () => {
    const w = parameter([[1, 1]]);
    const slope = await backward(tripletMargin(w, tensor([[1, 1]]), tensor([[1, 2]]))).of(w).data(); // prettier-ignore
    expect([...slope].every(Number.isFinite)).toBe(true);
  });

  it("refuses a power of 0", () => {
    expect(() => tripletMargin(anchor, positive, negative, { power: 0 })).toThrow(
      "tripletMargin: power must be above 0, got 0",
    );
  });
});
