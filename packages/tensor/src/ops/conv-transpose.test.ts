import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { grad } from "../grad.ts";
import { normal, seeded } from "../random.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { conv2d } from "./conv2d.ts";
import { convTranspose2d, type ConvTranspose2dOptions } from "./conv-transpose.ts";
import { sum } from "./reduce.ts";

const drawn = seeded(3);
const some = (...shape: number[]): Tensor => normal(shape, { random: drawn, dtype: "float64" });

describe("convTranspose2d", () => {
  it.each<readonly [string, ConvTranspose2dOptions, height: number, width: number]>([
    ["by default", {}, 6, 8],
    ["with a stride", { stride: 2 }, 9, 13],
    ["with padding", { stride: 2, padding: [1, 2] }, 7, 9],
    ["with output padding", { stride: [2, 3], padding: 1, outputPadding: [1, 2] }, 8, 18],
    ["with dilation", { dilation: [2, 1], padding: 1 }, 6, 6],
    ["with more padding than its window reaches", { padding: 3, stride: 3 }, 6, 12],
    ["in groups", { groups: 2, stride: 2 }, 9, 13],
  ])("is the gradient of conv2d %s", async (_name, options, height, width) => {
    const { outputPadding: _, groups = 1, ...moves } = options;
    const [x, weight] = [some(2, 4, 4, 6), some(4, 3, 3, 3)];
    const y = convTranspose2d(x, weight, options);
    expect(y.shape).toEqual([2, 3 * groups, height, width]);
    const image = zeros([2, 3 * groups, height, width], { dtype: "float64" });
    const gradient = grad((t: Tensor) => sum(mul(conv2d(t, weight, { ...moves, groups }), x)))(image);
    expect(await y.array()).toEqual(await gradient.array());
  });

  it("adds a bias to the pixels of each output channel", async () => {
    const y = convTranspose2d(zeros([1, 1, 1, 1]), zeros([1, 2, 1, 2]), { bias: tensor([1, 2]) });
    expect(await y.array()).toEqual([[[[1, 1]], [[2, 2]]]]);
  });

  const plain = zeros([1, 2, 4, 4]) as Tensor;
  it.each<readonly [string, () => unknown, string]>([
    ["no image", () => convTranspose2d(zeros([4, 4]), zeros([1, 1, 2, 2])), "needs images [batch, channels, height, width], for [4, 4]"],
    ["other channels", () => convTranspose2d(plain, zeros([3, 1, 2, 2])), "the image has 2 channels, the weight takes 3, for [1, 2, 4, 4] and [3, 1, 2, 2]"],
    ["groups that do not divide", () => convTranspose2d(plain, zeros([2, 1, 2, 2]), { groups: 3 }), "3 groups do not divide 2 input channels, for [2, 1, 2, 2]"],
    ["a bias of another size", () => convTranspose2d(plain, zeros([2, 3, 2, 2]), { bias: zeros([2]) }), "bias needs one float32 number for each of 3 output channels, for [2]"],
    ["output padding as large as the stride", () => convTranspose2d(plain, zeros([2, 1, 2, 2]), { stride: 2, outputPadding: 2 }), "outputPadding 2×2 must be smaller than stride 2×2 or dilation 1×1"],
    ["padding that leaves nothing", () => convTranspose2d(plain, zeros([2, 1, 2, 2]), { padding: 3 }), "padding 3×3 leaves an image of -1×-1, for [1, 2, 4, 4]"],
  ])("refuses %s", (_name, make, message) => {
    expect(make).toThrow(
      expect.objectContaining({ name: "ShapeError", message: `convTranspose2d: ${message}` }),
    );
  }); // prettier-ignore
});
