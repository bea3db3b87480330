import { backward, parameter, tensor, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { multilabelMargin, multiMargin, softMargin } from "./index.ts";

const each = { reduction: "none" } as const;
const int = (values: number[] | number[][]) => tensor(values, { dtype: "int32" });

it("softMargin stays finite, with a slope, for values of any size", async () => {
  const x = parameter([1e4, -1e4]);
  const loss = softMargin(x, tensor([-1, 1]), { reduction: "sum" });
  expect(await loss.item()).toBe(2e4);
  expect(await backward(loss).of(x).array()).toEqual([1, -1]);
});

describe("multiMargin", () => {
  const x = tensor([[0, 3, 2.5], [1, 0, 0.5]]); // prettier-ignore
  const labels = int([1, 0]);

  it.each([
    [{}, [0.5 / 3, 0.5 / 3]],
    [{ margin: 2 }, [1.5 / 3, (1 + 1.5) / 3]],
    [{ power: 2 }, [0.25 / 3, 0.25 / 3]],
    [{ classWeights: tensor([4, 2, 1]) }, [1 / 3, 2 / 3]],
  ] as const)("with %o counts by how much the margin is missed", async (options, expected) => {
    const losses = [...(await multiMargin(x, labels, { ...each, ...options }).data())];
    losses.forEach((loss, i) => expect(loss).toBeCloseTo(expected[i], 6));
  });

  it("takes a single row", async () => {
    const loss = multiMargin(tensor([0, 3, 2.5]), tensor(1, { dtype: "int32" }));
    expect(await loss.item()).toBeCloseTo(0.5 / 3, 6);
  });

  it("shows a NaN", async () => {
    expect(await multiMargin(tensor([[0, NaN]]), int([0])).item()).toBeNaN();
  });

  it.each([
    [() => multiMargin(x, int([1, 3])), "multiMargin: labels must lie between 0 and 2"],
    [() => multiMargin(x, zeros([2])), "multiMargin: labels must be int32, got float32; cast them"],
    [() => multiMargin(x, labels, { power: 3 as 2 }), "multiMargin: power must be 1 or 2, got 3"],
    [() => multiMargin(x, labels, { classWeights: zeros([2]) }), "multiMargin: classWeights must have one number for each of 3 classes, for [2]"], // prettier-ignore
  ])("refuses what cannot be", (call, message) => {
    expect(call).toThrow(message);
  });
});

describe("multilabelMargin", () => {
  const x = tensor([[0.1, 0.2, 0.4, 0.8]]);

  it("compares every right class with every other, up to the first −1", async () => {
    // The example in PyTorch's documentation.
    const loss = multilabelMargin(x, int([[3, 0, -1, 1]]));
    const missing = 1 - (0.1 - 0.2) + (1 - (0.1 - 0.4)) + (1 - (0.8 - 0.2)) + (1 - (0.8 - 0.4));
    expect(await loss.item()).toBeCloseTo(missing / 4, 6);
  });

  it("is 0 where no class is right, or all are", async () => {
    expect(await multilabelMargin(x, int([[-1, 0, 0, 0]])).item()).toBe(0);
    expect(await multilabelMargin(x, int([[0, 1, 2, 3]])).item()).toBe(0);
  });

  it("refuses labels outside of the classes, but not behind the −1", async () => {
    expect(() => multilabelMargin(x, int([[4, -1, 0, 0]]))).toThrow("labels must lie between 0 and 3");
    expect(await multilabelMargin(x, int([[-1, 9, 9, 9]])).item()).toBe(0);
  });
});
