import { backward, mul, ones, seeded, sum, tensor, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { embedding, embeddingBag, linear, sequential, summaryRows } from "./index.ts";

const indices = tensor([[0, 2, 2], [1, 0, 2]], { dtype: "int32" }); // prettier-ignore
const table = tensor([[1, 2], [30, 40], [500, 600]]); // prettier-ignore

describe("embedding", () => {
  it("gives the rows that indices name, in the shape of the indices", async () => {
    const layer = embedding(3, 2);
    layer.own.weight.assign(table);
    expect(await layer(indices).array()).toEqual([
      [[1, 2], [500, 600], [500, 600]], // prettier-ignore
      [[30, 40], [1, 2], [500, 600]], // prettier-ignore
    ]);
  });

  it("adds up the gradients of a row that is named several times", async () => {
    const layer = embedding(3, 2);
    const gradients = backward(sum(layer(indices)));
    expect(await gradients.of(layer.own.weight).array()).toEqual([[2, 2], [1, 1], [3, 3]]); // prettier-ignore
  });

  it.each([2, -1])(
    "with padding index %d starts that row as zeros and gives it no gradient",
    async (paddingIndex) => {
      const layer = embedding(3, 2, { paddingIndex, random: seeded(1) });
      const [first, , padding] = (await layer.own.weight.array()) as number[][];
      expect(padding).toEqual([0, 0]);
      expect(first).not.toContain(0);
      const gradients = backward(sum(mul(layer(indices), 3)));
      expect(await gradients.of(layer.own.weight).array()).toEqual([[6, 6], [3, 3], [0, 0]]); // prettier-ignore
    },
  );

  it("starts with mean 0 and deviation 1, or as the initializer says", async () => {
    const values = Array.from(await embedding(300, 50, { random: seeded(3) }).own.weight.data());
    const square = values.reduce((total, x) => total + x * x, 0) / values.length;
    expect(square).toBeCloseTo(1, 1);
    expect(await sum(embedding(3, 2, { initializer: ones }).own.weight).item()).toBe(6);
  });

  it("stands at the front of a model, which summary runs on int32", () => {
    const model = sequential(embedding(10, 4), linear(4, 2));
    expect(summaryRows(model, [3, 5], { dtype: "int32" })).toEqual([
      { name: "0", kind: "embedding", outputShape: [3, 5, 4], parameters: 40 },
      { name: "1", kind: "linear", outputShape: [3, 5, 2], parameters: 10 },
    ]);
  });

  it.each<[() => unknown, string]>([
    [() => embedding(0, 2), "embedding: count must be a whole number above 0, got 0"],
    [() => embedding(2, 1.5), "embedding: features must be a whole number above 0, got 1.5"],
    [() => embedding(3, 2, { paddingIndex: 3 }), "embedding: paddingIndex must name one of 3 rows, got 3"],
    [() => embedding(3, 2)(zeros([2])), "embedding: indices must be int32, got float32; cast them"],
    [
      () => embeddingBag(3, 2)(zeros([2], { dtype: "int32" })),
      "embeddingBag: takes indices [batch, bag], for [2]",
    ],
    [
      () => embeddingBag(3, 2, { mode: "median" as never }),
      'mode must be "sum", "mean" or "max", got median',
    ],
  ])("refuses what it cannot do: %#", (call, message) => {
    expect(call).toThrow(message);
  });
});

it.each([
  ["sum", [[1001, 1202], [531, 642]]], // prettier-ignore
  ["mean", [[1001 / 3, 1202 / 3], [177, 214]]], // prettier-ignore
  ["max", [[500, 600], [500, 600]]], // prettier-ignore
] as const)("embeddingBag gives the %s of the rows in a bag", async (mode, expected) => {
  const layer = embeddingBag(3, 2, { mode, dtype: "float64" });
  layer.own.weight.assign(table);
  expect(await layer(indices).array()).toEqual(expected);
});
