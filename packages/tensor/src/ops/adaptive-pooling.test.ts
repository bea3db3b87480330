import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { adaptiveAvgPool1d, adaptiveAvgPool2d } from "./adaptive-pooling.ts";

const image: Tensor = tensor([[[[1, 2, 3], [4, 5, 6]]]]); // prettier-ignore

describe("adaptive average pooling", () => {
  it.each<readonly [string, Tensor, unknown]>([
    ["of the whole image", adaptiveAvgPool2d(image, 1), [[[[3.5]]]]],
    ["of windows that overlap", adaptiveAvgPool2d(image, [1, 2]), [[[[3, 4]]]]],
    ["keeps an axis for null", adaptiveAvgPool2d(image, [null, 1]), [[[[2], [5]]]]],
    ["repeats pixels where more are asked for", adaptiveAvgPool2d(image, [3, 3]), [[[[1, 2, 3], [2.5, 3.5, 4.5], [4, 5, 6]]]]],
    ["of a sequence", adaptiveAvgPool1d(tensor([[[1, 2, 3, 4, 5]]]), 3), [[[1.5, 3, 4.5]]]],
    ["keeps what is not a number in its own windows", adaptiveAvgPool1d(tensor([[[NaN, 2, 3, 4, Infinity]]]), 3), [[[NaN, 3, Infinity]]]],
  ])("%s", async (_name, y, expected) => {
    expect(await y.array()).toEqual(expected);
  }); // prettier-ignore

  it.each<readonly [string, () => unknown, string]>([
    ["no image", () => adaptiveAvgPool2d(zeros([2, 2]), 1), "adaptiveAvgPool2d: needs images [batch, channels, height, width], for [2, 2]"],
    ["no window", () => adaptiveAvgPool2d(image, [0, 1]), "adaptiveAvgPool2d: sizes must be whole and at least 1, got 0×1"],
    ["no pixels", () => adaptiveAvgPool1d(zeros([1, 1, 0]), 1), "adaptiveAvgPool1d: there are no pixels, for [1, 1, 1, 0]"],
  ])("refuses %s", (_name, make, message) => {
    expect(make).toThrow(expect.objectContaining({ name: "ShapeError", message }));
  }); // prettier-ignore
});
