import { describe, expect, it } from "vitest";
import { ones, tensor, zeros } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { conv2d } from "./conv2d.ts";
import { avgPool2d, maxPool2d } from "./pooling.ts";
import { reshape } from "./reshape.ts";

const image = (rows: number[][]): Tensor => reshape(tensor(rows as readonly number[][]) as Tensor, [1, 1, rows.length, rows[0].length]); // prettier-ignore
const steps = image([[1, 2, 3], [4, 5, 6], [7, 8, 9]]); // prettier-ignore

describe("a window over an image", () => {
  it.each<readonly [string, Tensor, unknown]>([
    ["conv2d adds up what lies under the weight", conv2d(steps, ones([1, 1, 2, 2])), [[[[12, 16], [24, 28]]]]],
    ["conv2d with stride 2 and padding 1", conv2d(steps, ones([1, 1, 3, 3]), { stride: 2, padding: 1 }), [[[[12, 16], [24, 28]]]]],
    ["conv2d with dilation 2", conv2d(steps, ones([1, 1, 2, 2]), { dilation: 2 }), [[[[20]]]]],
    ["conv2d with padding \"same\" adds one more below and on the right", conv2d(steps, ones([1, 1, 2, 2]), { padding: "same" }), [[[[12, 16, 9], [24, 28, 15], [15, 17, 9]]]]],
    ["conv2d with padding \"valid\" adds none", conv2d(steps, ones([1, 1, 2, 2]), { padding: "valid" }), [[[[12, 16], [24, 28]]]]],
    ["maxPool2d", maxPool2d(steps, { kernelSize: 2, stride: 1 }), [[[[5, 6], [8, 9]]]]],
    ["maxPool2d rounds the size down", maxPool2d(steps, { kernelSize: 2 }), [[[[5]]]]],
    ["maxPool2d in ceil mode hangs over the edge", maxPool2d(steps, { kernelSize: 2, ceilMode: true }), [[[[5, 6], [8, 9]]]]],
    ["avgPool2d counts the padding", avgPool2d(ones([1, 1, 2, 2]), { kernelSize: 2, padding: 1 }), [[[[0.25, 0.25], [0.25, 0.25]]]]],
    ["avgPool2d does not, if told so", avgPool2d(ones([1, 1, 2, 2]), { kernelSize: 2, padding: 1, countPadding: false }), [[[[1, 1], [1, 1]]]]],
  ])("%s", async (_name, y, expected) => {
    expect(await y.array()).toEqual(expected);
  }); // prettier-ignore

  it("leaves out a last window that would start behind the padded image", () => {
    const pooled = maxPool2d(zeros([1, 1, 4, 4]), { kernelSize: 2, stride: 3, padding: 1, ceilMode: true });
    expect(pooled.shape).toEqual([1, 1, 2, 2]);
  });

  it("lets NaN win in its window only", async () => {
    const x = image([[NaN, 1, 2, 3]]);
    expect(await maxPool2d(x, { kernelSize: [1, 2] }).array()).toEqual([[[[NaN, 3]]]]);
  });

  const plain = zeros([1, 2, 4, 4]) as Tensor;
  it.each<readonly [string, () => unknown, string, string]>([
    ["no image", () => conv2d(zeros([4, 4]), zeros([1, 1, 2, 2])), "ShapeError", "conv2d: needs images [batch, channels, height, width], for [4, 4]"],
    ["a flat weight", () => conv2d(plain, zeros([3, 3])), "ShapeError", "conv2d: weight needs four axes, [outputs, inputs, height, width], for [3, 3]"],
    ["other channels", () => conv2d(plain, zeros([1, 3, 2, 2])), "ShapeError", "conv2d: the image has 2 channels, the weight takes 3, for [1, 2, 4, 4] and [1, 3, 2, 2]"],
    ["groups that do not divide", () => conv2d(plain, zeros([3, 1, 2, 2]), { groups: 2 }), "ShapeError", "conv2d: 2 groups do not divide 3 output channels, for [3, 1, 2, 2]"],
    ["other dtypes", () => conv2d(plain, zeros([1, 2, 2, 2], { dtype: "float64" })), "DTypeError", "conv2d: the image is float32 but weight float64; cast one"],
    ["integers", () => conv2d(zeros([1, 2, 4, 4], { dtype: "int32" }), zeros([1, 2, 2, 2])), "DTypeError", "conv2d: needs float32 or float64, got int32; cast it first"],
    ["a window too large", () => conv2d(plain, zeros([1, 2, 5, 5])), "ShapeError", "conv2d: a window of 5×5 does not fit, for [1, 2, 4, 4]"],
    ["a stride of 0", () => maxPool2d(plain, { kernelSize: 2, stride: 0 }), "ShapeError", "maxPool2d: stride must be whole and at least 1, got 0"],
    ["negative padding", () => avgPool2d(plain, { kernelSize: 2, padding: -1 }), "ShapeError", "avgPool2d: padding must be whole and at least 0, got -1"],
    ["a window in the padding alone", () => maxPool2d(plain, { kernelSize: 2, padding: 2 }), "ShapeError", "maxPool2d: padding may be at most half of the window 2×2, for [1, 2, 4, 4]"],
    ["\"same\" with a stride", () => conv2d(plain, zeros([1, 2, 3, 3]), { padding: "same", stride: [2, 1] }), "ShapeError", "conv2d: padding \"same\" needs stride 1, got 2×1"],
    ["half a pixel", () => maxPool2d(plain, { kernelSize: [2, 1.5] }), "ShapeError", "maxPool2d: kernelSize must be whole and at least 1, got 2,1.5"],
  ])("refuses %s", (_name, make, name, message) => {
    expect(make).toThrow(expect.objectContaining({ name, message }));
  }); // prettier-ignore
});
