import { matmul, reshape, seeded } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { orthogonal, truncatedNormal } from "./index.ts";

const double = { dtype: "float64" } as const;

describe("orthogonal", () => {
  it.each([
    [[4, 6], 4],
    [[6, 4], 4],
    [[5, 5], 5],
    [[3, 2, 2, 2], 3],
  ])("makes the fewer of rows and columns of %o orthogonal and as long as the gain", async (shape, count) => {
    const q = reshape(orthogonal(shape, { random: seeded(1), gain: 3, ...double }), [shape[0], -1]);
    const isWide = q.shape[0] <= q.shape[1];
    const products = await matmul(q, q, isWide ? { transposeB: true } : { transposeA: true }).data();
    products.forEach((value, i) => expect(value).toBeCloseTo(i % (count + 1) === 0 ? 9 : 0, 13));
  });

  it.each<[number[], number, string]>([
    [[3], 1, "needs a weight with at least two axes"],
    [[3, 3], 0, "the gain must be above 0, got 0"],
  ])("refuses the shape %o with gain %d", (shape, gain, message) => {
    expect(() => orthogonal(shape, { gain })).toThrow(`orthogonal: ${message}`);
  });
});

describe("truncatedNormal", () => {
  // Mean and deviation of a standard normal distribution between limits.
  it.each([
    [{}, 0, 0.87962566],
    [{ mean: 5, standardDeviation: 2, low: 3, high: Infinity }, 5 + 2 * 0.28759997, 2 * 0.79351096],
    [{ low: 0, high: 0.1 }, 0.04995835, 0.02886606],
    [{ low: 1, high: 3 }, 1.51001628, 0.43265417],
  ])("with %o has the mean and the deviation of what is left", async (options, mean, deviation) => {
    const drawn = truncatedNormal([20_000], { ...options, ...double, random: seeded(7) });
    const values = Array.from(await drawn.data());
    const { low = -2, high = 2 } = options as { low?: number; high?: number };
    for (const value of values) expect(value >= low && value <= high).toBe(true);
    const average = values.reduce((a, b) => a + b, 0) / values.length;
    const spread = Math.sqrt(values.reduce((a, b) => a + (b - average) ** 2, 0) / values.length);
    expect(Math.abs(average - mean) / deviation).toBeLessThan(0.03);
    expect(spread / deviation).toBeCloseTo(1, 1);
  });

  it.each([
    [{ low: 1, high: 1 }, "needs a standardDeviation above 0 and low below high, got 1, 1 and 1"],
    [{ standardDeviation: 0 }, "needs a standardDeviation above 0 and low below high, got 0, -2 and 2"],
    [{ mean: 9 }, "low or high must come within two deviations of the mean 9, got -2 and 2"],
  ])("refuses %o", (options, message) => {
    expect(() => truncatedNormal([2], options)).toThrow(`truncatedNormal: ${message}`);
  });
});
