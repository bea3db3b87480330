import { tensor, zeros } from "@piecewise/tensor";
import { expect, it } from "vitest";
import { glu, maxout, swiglu } from "./gated.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

it.each([
  ["glu multiplies the first half by the sigmoid of the second", glu, 1 * sigmoid(3), 2 * sigmoid(4)],
  ["swiglu multiplies silu of the first half by the second", swiglu, sigmoid(1) * 3, 2 * sigmoid(2) * 4],
] as const)("%s", async (_, f, first, second) => {
  const y = await f(tensor([[1, 2, 3, 4]], { dtype: "float64" })).data();
  expect(y[0]).toBeCloseTo(first, 12);
  expect(y[1]).toBeCloseTo(second, 12);
});

it.each([
  [{}, [4, 3]],
  [{ axis: 0 }, [2, 6]],
  [{ axis: -2 }, [2, 6]],
] as const)("glu halves the axis %o", (options, shape) => {
  expect(glu(zeros([4, 6]), options).shape).toEqual(shape);
});

it.each([glu, swiglu])("$name refuses an odd axis and one that does not exist", (f) => {
  expect(() => f(zeros([2, 3]))).toThrow(
    `${f.name}: splits axis -1 in halves, so it must exist and have an even`,
  );
  expect(() => f(zeros([2, 2]), { axis: 5 })).toThrow(`${f.name}: splits axis 5 in halves`);
});

it("maxout takes the largest of neighbouring features", async () => {
  expect(await maxout(tensor([[1, 5, 2, 4, 3, 6]]), { pieces: 2 }).array()).toEqual([[5, 4, 6]]);
  expect(await maxout(tensor([[1, 5, 2, 4, 3, 6]]), { pieces: 3 }).array()).toEqual([[5, 6]]);
});

it.each([0, 4, 1.5, NaN])("maxout refuses %d pieces of six features", (pieces) => {
  expect(() => maxout(zeros([1, 6]), { pieces })).toThrow(`maxout: the last axis must divide into pieces of`);
});
