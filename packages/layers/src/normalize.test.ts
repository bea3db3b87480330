import { add, backward, full, mean, mul, normal, parameter, reshape } from "@piecewise/tensor";
import { seeded, square, sum, tensor, variance, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import {
  groupNorm,
  instanceNorm2d,
  layerNorm,
  normalize,
  normalizeRootMeanSquare,
  rmsNorm,
} from "./index.ts";

const x = add(mul(normal([2, 6, 4, 3], { random: seeded(1), dtype: "float64" }), 3), 5);
const double = { dtype: "float64" } as const;
const exact = { ...double, epsilon: 0 } as const;

async function expectAll(values: { data(): Promise<ArrayLike<number>> }, expected: number, digits = 4) {
  for (const value of Array.from(await values.data())) expect(value).toBeCloseTo(expected, digits);
}

/** What each layer normalises together, as the last axis of a tensor of two axes. */
const rows = [
  ["layerNorm of one axis", layerNorm(3, exact), [48, 3]],
  ["layerNorm of three axes", layerNorm([6, 4, 3], exact), [2, 72]],
  ["groupNorm", groupNorm(2, 6, exact), [4, 36]],
  ["groupNorm of single channels", groupNorm(6, 6, exact), [12, 12]],
  ["instanceNorm2d", instanceNorm2d(6, exact), [12, 12]],
] as const;

describe.each(rows)("%s", (_, layer, together) => {
  it("gives what it normalises together mean 0 and variance 1, in training and in evaluation", async () => {
    for (const training of [true, false]) {
      const y = reshape(layer(x, { training }), together);
      await expectAll(mean(y, { axis: 1 }), 0, 10);
      await expectAll(variance(y, { axis: 1, correction: 0 }), 1, 10);
    }
  });

  it("scales and shifts by weight and bias where it has them", async () => {
    const { weight, bias } = layer.own;
    if (weight === undefined) return;
    weight.assign(full(weight.shape, 2, double));
    bias.assign(full(bias.shape, -7, double));
    await expectAll(mean(layer(x)), -7, 10);
    await expectAll(variance(layer(x), { correction: 0 }), 4, 10);
  });
});

describe("normalize", () => {
  it("keeps its digits far away from 0", async () => {
    const far = tensor([1e4 - 1, 1e4, 1e4 + 1]);
    const [low, middle, high] = await normalize(far, { axis: 0, epsilon: 0 }).data();
    expect([low, middle, high].map((y) => Number(y.toFixed(5)))).toEqual([-1.22474, 0, 1.22474]);
  });

  it("has a gradient that is orthogonal to a constant and to its result", async () => {
    const p = parameter(normal([7], { random: seeded(2), dtype: "float64" }));
    const target = normal([7], { random: seeded(3), dtype: "float64" });
    const y = normalize(p, { axis: 0, epsilon: 0 });
    const gradient = backward(sum(mul(y, target)), { keepTape: true }).of(p);
    expect(await sum(gradient).item()).toBeCloseTo(0, 12);
    expect(await sum(mul(gradient, y)).item()).toBeCloseTo(0, 12);
  });
});

describe("rmsNorm", () => {
  it("gives the last axes a mean square of 1, times its weight", async () => {
    const layer = rmsNorm([4, 3], double);
    await expectAll(mean(square(layer(x)), { axis: [2, 3] }), 1, 10);
    layer.own.weight.assign(full([4, 3], 3, double));
    await expectAll(mean(square(layer(x)), { axis: [2, 3] }), 9, 10);
  });

  it.each([
    ["float32", 2 ** -23],
    ["float64", 2 ** -52],
  ] as const)("adds the epsilon of %s unless given another", async (dtype, epsilon) => {
    const tiny = full([1], 1e-9, { dtype });
    const expected = 1e-9 / Math.sqrt(1e-18 + epsilon);
    const y = await normalizeRootMeanSquare(tiny, { axis: 0 }).item();
    expect(y / expected).toBeCloseTo(1, 6);
    expect(await rmsNorm(1, { dtype, epsilon: 3 })(full([1], 1, { dtype })).item()).toBeCloseTo(0.5, 7);
  });
});

describe("instanceNorm2d", () => {
  it("with tracking uses the running statistics in evaluation", async () => {
    const layer = instanceNorm2d(6, { ...double, trackRunningStatistics: true, momentum: 1 });
    layer(x, { training: true });
    await expectAll(add(layer.own.running_mean, mul(mean(x, { axis: [0, 2, 3] }), -1)), 0, 10);
    await expectAll(mean(layer(x), { axis: [0, 2, 3] }), 0, 10);
  });
});

it.each<[string, () => unknown, string]>([
  ["layerNorm", () => layerNorm(0), "layerNorm: normalizedShape must be a whole number above 0, got 0"],
  ["layerNorm", () => layerNorm([]), "layerNorm: normalizedShape needs at least one size"],
  [
    "layerNorm",
    () => layerNorm(4)(zeros([4, 3])),
    "layerNorm: takes tensors whose last axes are [4], for [4, 3]",
  ],
  ["layerNorm", () => layerNorm([2, 3])(zeros([3])), "takes tensors whose last axes are [2, 3], for [3]"],
  ["rmsNorm", () => rmsNorm(2, { epsilon: NaN }), "rmsNorm: epsilon must be at least 0, got NaN"],
  ["groupNorm", () => groupNorm(4, 6), "groupNorm: 4 groups must divide 6 channels"],
  ["groupNorm", () => groupNorm(2, 4)(zeros([1, 6])), "groupNorm: takes [batch, 4, …], for [1, 6]"],
  [
    "instanceNorm2d",
    () => instanceNorm2d(2)(zeros([1, 2, 1, 1])),
    "instanceNorm2d: statistics of its own need more than one number in each channel",
  ],
])("%s refuses what it cannot do: %#", (_, call, message) => {
  expect(call).toThrow(message);
});
