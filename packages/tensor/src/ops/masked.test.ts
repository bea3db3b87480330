import { describe, expect, it } from "vitest";
import { parameter, tensor, zeros } from "../create.ts";
import { backward } from "../tape.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { greater } from "./comparison.ts";
import { maskedSelect, nonZero } from "./masked.ts";
import { sum } from "./reduce.ts";

describe("nonZero", () => {
  it.each<readonly [string, Tensor, number[], unknown]>([
    ["of a matrix", tensor([[0, 5], [NaN, 0]]), [2, 2], [[0, 1], [1, 0]]],
    ["of three axes", tensor([[[0, 1]], [[1, 0]]]), [2, 3], [[0, 0, 1], [1, 0, 0]]],
    ["of truth values", tensor([false, true]), [1, 1], [[1]]],
    ["of a single number", tensor(3), [1, 0], [[]]],
    ["of zeros", zeros([2, 2]), [0, 2], []],
  ])("%s", async (_name, x, shape, expected) => {
    const places = await nonZero(x);
    expect([places.shape, places.dtype, await places.array()]).toEqual([shape, "int32", expected]);
  }); // prettier-ignore
});

describe("maskedSelect", () => {
  it("takes the numbers where the mask is true, of shapes that meet", async () => {
    const x = tensor([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
    expect(await (await maskedSelect(x, tensor([true, false, true]))).array()).toEqual([1, 3, 4, 6]);
    expect(await (await maskedSelect(x, tensor([[false], [true]]))).array()).toEqual([4, 5, 6]);
    expect(await (await maskedSelect(x, tensor(false))).array()).toEqual([]);
  });

  it("sends the gradient back to where the numbers were", async () => {
    const x = parameter([-1, 2, 3]);
    const positive = await maskedSelect(x, greater(x, 0));
    const gradient = backward(sum(mul(positive, positive))).of(x);
    expect(await gradient.array()).toEqual([0, 4, 6]);
  });

  it("refuses shapes that do not meet", async () => {
    await expect(maskedSelect(zeros([2]), tensor([true, false, true]))).rejects.toMatchObject({
      name: "ShapeError",
      message: "maskedSelect: sizes 2 and 3 of axis -1 do not broadcast, for [2] and [3]",
    });
  });
});
