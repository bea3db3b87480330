import { describe, expect, it } from "vitest";
import { ones, tensor, zeros } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { conv1d } from "./conv1d.ts";
import { convTranspose1d } from "./conv-transpose.ts";
import { avgPool1d, maxPool1d } from "./pooling.ts";

const steps: Tensor = tensor([[[1, 2, 4, 8, 16]]]);
const row = (...numbers: number[]): Tensor => tensor([[numbers]] as readonly number[][][]);

describe("a window along a sequence", () => {
  it.each<readonly [string, Tensor, number[]]>([
    ["conv1d", conv1d(steps, row(1, 10)), [21, 42, 84, 168]],
    ["conv1d with stride and padding", conv1d(steps, row(1, 1, 1), { stride: 2, padding: 1 }), [3, 14, 24]],
    ["conv1d with dilation", conv1d(steps, row(1, 1, 1), { dilation: 2 }), [21]],
    ['conv1d with padding "valid"', conv1d(steps, row(1, 1), { padding: "valid" }), [3, 6, 12, 24]],
    ['conv1d with padding "same"', conv1d(steps, row(1, 1, 1), { padding: "same" }), [3, 7, 14, 28, 24]],
    ["an even window pads one more at the end", conv1d(steps, row(1, 1), { padding: "same" }), [3, 6, 12, 24, 16]],
    ["convTranspose1d", convTranspose1d(row(1, 2), row(1, 10, 100), { stride: 2 }), [1, 10, 102, 20, 200]],
    ["maxPool1d", maxPool1d(steps, { kernelSize: 2 }), [2, 8]],
    ["maxPool1d in ceil mode", maxPool1d(steps, { kernelSize: 2, ceilMode: true }), [2, 8, 16]],
    ["avgPool1d", avgPool1d(steps, { kernelSize: 3, stride: 1, padding: 1 }), [1, 7 / 3, 14 / 3, 28 / 3, 8]],
  ])("%s", async (_name, y, expected) => {
    expect(await y.array()).toEqual([[expected.map((n): unknown => expect.closeTo(n, 5))]]);
  }); // prettier-ignore

  it("adds a bias, and convolves groups on their own", async () => {
    const two = tensor([[[1, 2], [3, 4]]]); // prettier-ignore
    const y = conv1d(two, ones([2, 1, 2]), { groups: 2, bias: tensor([10, 20]) });
    expect(await y.array()).toEqual([[[13], [27]]]);
  });

  it.each<readonly [string, () => unknown, string]>([
    ["an image", () => conv1d(zeros([1, 1, 2, 2]), row(1)), "conv1d: needs sequences [batch, channels, length], for [1, 1, 2, 2]"],
    ["a weight with four axes", () => conv1d(steps, zeros([1, 1, 1, 1])), "conv1d: weight needs three axes, [outputs, inputs, length], for [1, 1, 1, 1]"],
    ["other channels", () => conv1d(steps, zeros([1, 2, 1])), "conv1d: the image has 1 channels, the weight takes 2, for [1, 1, 1, 5] and [1, 2, 1, 1]"],
    ["a matrix to pool", () => maxPool1d(zeros([2, 2]), { kernelSize: 2 }), "maxPool1d: needs sequences [batch, channels, length], for [2, 2]"],
    ['"same" with a stride', () => conv1d(steps, row(1), { padding: "same", stride: 2 }), 'conv1d: padding "same" needs stride 1, got 1×2'],
  ])("refuses %s", (_name, make, message) => {
    expect(make).toThrow(expect.objectContaining({ name: "ShapeError", message }));
  }); // prettier-ignore
});
