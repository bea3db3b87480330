import { describe, expect, it } from "vitest";
import { arange, parameter, tensor, zeros } from "../create.ts";
import { memory } from "../memory.ts";
import { noGrad } from "../run.ts";
import { expandDims, flatten, reshape, squeeze } from "./reshape.ts";

describe("reshape", () => {
  it.each([
    [[6], [6]],
    [
      [2, -1],
      [2, 3],
    ],
    [[-1], [6]],
    [
      [1, -1, 6],
      [1, 1, 6],
    ],
    [
      [3, 2, 1],
      [3, 2, 1],
    ],
  ])("of six numbers to %j gives %j", async (shape, expected) => {
    const y = reshape(arange(0, 6), shape);
    expect(y.shape).toEqual(expected);
    expect([...(await y.data())]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it.each([
    [[4], "reshape: 6 numbers do not fill the new shape, for [2, 3] and [4]"],
    [[4, -1], "reshape: 6 numbers do not fill the new shape, for [2, 3] and [4, -1]"],
    [[-1, -1], "reshape: only one size may be −1, for [2, 3] and [-1, -1]"],
    [[-2, -3], "reshape: a shape is an array of whole sizes, not negative; got [-2, -3]"],
    [[0, -1], "reshape: 6 numbers do not fill the new shape, for [2, 3] and [0, -1]"],
  ])("refuses %j for six numbers", (shape, message) => {
    expect(() => reshape(zeros([2, 3]), shape)).toThrow(
      expect.objectContaining({ name: "ShapeError", message }),
    );
  });

  it("copies nothing: the numbers are freed when the last shape of them is", async () => {
    const before = memory();
    const x = tensor([1, 2, 3, 4]);
    const y = reshape(x, [2, 2]);
    expect(memory().bytes).toBe(before.bytes + 16);
    x.dispose();
    expect(await y.array()).toEqual([[1, 2], [3, 4]]); // prettier-ignore
    y.dispose();
    expect(memory()).toEqual(before);
  });

  it("is tracked as its input is, and not under noGrad", () => {
    const w = parameter([1, 2]);
    expect([reshape(w, [2, 1]).tracked, noGrad(() => reshape(w, [2, 1])).tracked]).toEqual([true, false]);
  });

  it("of nothing fills the unknown size with 0", () => {
    expect(reshape(zeros([0, 3]), [0, -1]).shape).toEqual([0, 0]);
    expect(reshape(zeros([0]), [-1, 5]).shape).toEqual([0, 5]);
  });
});

describe("axes of size 1", () => {
  it("squeeze removes all, or those named", () => {
    expect(squeeze(zeros([1, 2, 1])).shape).toEqual([2]);
    expect(squeeze(zeros([1, 2, 1]), -1).shape).toEqual([1, 2]);
    expect(squeeze(zeros([1, 2, 1]), [0, 2]).shape).toEqual([2]);
    expect(() => squeeze(zeros([1, 2]), 1)).toThrow("squeeze: axis 1 has size 2, not 1, for [1, 2]");
  });

  it("expandDims adds one anywhere", () => {
    expect([0, 1, 2, -1, -3].map((axis) => expandDims(zeros([2, 3]), axis).shape)).toEqual([
      [1, 2, 3],
      [2, 1, 3],
      [2, 3, 1],
      [2, 3, 1],
      [1, 2, 3],
    ]);
  });
});

describe("flatten", () => {
  it.each([
    [[2, 3, 4], 1, [2, 12]],
    [[2, 3, 4], 0, [24]],
    [[2, 3, 4], -1, [2, 3, 4]],
    [[2, 3, 4], 3, [2, 3, 4, 1]],
    [[5], 1, [5, 1]],
    [[0, 3, 4], 1, [0, 12]],
  ])("of %j from axis %d gives %j", (shape, from, expected) => {
    expect(flatten(zeros(shape), from).shape).toEqual(expected);
  });
});
