import { arange, reshape, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  avgPool1d,
  avgPool2d,
  flatten,
  maxPool1d,
  maxPool2d,
} from "./index.ts";

const image = reshape(arange(0, 16), [1, 1, 4, 4]);

describe.each([
  [
    "maxPool2d",
    maxPool2d,
    [
      [5, 7],
      [13, 15],
    ],
  ],
  [
    "avgPool2d",
    avgPool2d,
    [
      [2.5, 4.5],
      [10.5, 12.5],
    ],
  ],
] as const)("%s", (name, pool, expected) => {
  // prettier-ignore
  it("gives one number for each window", async () => {
    expect(await pool(2)(image).array()).toEqual([[expected]]);
  });

  it("halves 28×28 and drops an odd last row and column", () => {
    expect(pool(2)(zeros([3, 8, 28, 28])).shape).toEqual([3, 8, 14, 14]);
    expect(pool(2)(zeros([3, 8, 7, 7])).shape).toEqual([3, 8, 3, 3]);
    expect(pool(3, { stride: 2, padding: 1 })(zeros([1, 1, 7, 7])).shape).toEqual([1, 1, 4, 4]);
  });

  it("carries no parameters and is called by its name", () => {
    const { kind, parameters, keepsFeatures } = pool(2);
    expect([kind, parameters, keepsFeatures]).toEqual([name, [], true]);
  });

  it.each([
    [() => pool(0)(image), "kernelSize"],
    [() => pool(2, { stride: 0 })(image), "stride"],
    [() => pool(5)(image), "does not fit"],
    [() => pool(2)(zeros([4, 4])), "needs images [batch, channels, height, width]"],
  ])("refuses windows and images that do not fit", (call, message) => {
    expect(call).toThrow(name);
    expect(call).toThrow(message);
  });
});

it("flatten keeps the batch and joins all other axes, in order", async () => {
  expect(flatten()(zeros([3, 8, 7, 7])).shape).toEqual([3, 392]);
  expect(await flatten()(image).array()).toEqual([[...(await image.data())]]);
});

it.each([
  ["maxPool1d", maxPool1d(2), [1, 3, 5]],
  ["avgPool1d", avgPool1d(2), [0.5, 2.5, 4.5]],
  ["adaptiveAvgPool1d", adaptiveAvgPool1d(2), [1, 4]],
] as const)("%s does along sequences what its kin does over images", async (name, layer, expected) => {
  expect(await layer(reshape(arange(0, 6), [1, 1, 6])).array()).toEqual([[expected]]);
  expect([layer.kind, layer.keepsFeatures]).toEqual([name, true]);
});

it("adaptiveAvgPool2d gives the size that is asked for", async () => {
  expect(await adaptiveAvgPool2d([1, 2])(image).array()).toEqual([[[[6.5, 8.5]]]]);
  expect(adaptiveAvgPool2d([null, 3])(zeros([2, 5, 7, 9])).shape).toEqual([2, 5, 7, 3]);
});

it.each([
  [maxPool1d(2), true],
  [maxPool1d(2, { padding: 1 }), undefined],
] as const)("an activation may come after a plain max pooling: %#", (pool, expected) => {
  expect(pool.takesLargest).toBe(expected);
});
