import { add, full, mean, mul, normal, reshape, seeded, tensor, variance, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { batchNorm2d } from "./index.ts";

const channel = (values: readonly number[]) => reshape(tensor(values), [values.length, 1, 1]);
/** Two channels with means 5 and −2 and standard deviations 3 and 1/2. */
const x = add(mul(normal([8, 2, 5, 5], { random: seeded(1) }), channel([3, 0.5])), channel([5, -2]));
const axes = { axis: [0, 2, 3] };

async function expectClose(actual: { data(): Promise<ArrayLike<number>> }, expected: ArrayLike<number>) {
  Array.from(await actual.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
}

describe("batchNorm2d", () => {
  it("in training gives each channel mean 0 and variance 1", async () => {
    const y = batchNorm2d(2)(x, { training: true });
    await expectClose(mean(y, axes), [0, 0]);
    await expectClose(variance(y, { ...axes, correction: 0 }), [1, 1]);
  });

  it("scales and shifts by weight and bias", async () => {
    const layer = batchNorm2d(2, { epsilon: 0 });
    layer.own.weight.assign(tensor([2, 3]));
    layer.own.bias.assign(tensor([7, -7]));
    const y = layer(x, { training: true });
    await expectClose(mean(y, axes), [7, -7]);
    await expectClose(variance(y, { ...axes, correction: 0 }), [4, 9]);
  });

  it("moves the running statistics by momentum, the variance unbiased, as PyTorch does", async () => {
    const layer = batchNorm2d(2, { momentum: 0.25 });
    const [means, variances] = [await mean(x, axes).data(), await variance(x, axes).data()];
    layer(x, { training: true });
    await expectClose(layer.own.running_mean, [0.25 * means[0], 0.25 * means[1]]);
    await expectClose(layer.own.running_var, [0.75 + 0.25 * variances[0], 0.75 + 0.25 * variances[1]]);
  });

  it("otherwise normalises by the running statistics and leaves them alone", async () => {
    const layer = batchNorm2d(2, { epsilon: 0 });
    layer.own.running_mean.assign(tensor([1, 2]));
    layer.own.running_var.assign(tensor([4, 16]));
    const y = layer(full([1, 2, 1, 1], 5));
    await expectClose(y, [2, 0.75]);
    await expectClose(layer.own.running_mean, [1, 2]);
  });

  it("comes, after many batches, to the same in evaluation as in training", async () => {
    const layer = batchNorm2d(2);
    for (let i = 0; i < 200; i++) layer(x, { training: true });
    const [training, evaluation] = [layer(x, { training: true }), layer(x)];
    const expected = await training.data();
    (await evaluation.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 1));
  });

  it("trains weight and bias, not the running statistics", () => {
    const layer = batchNorm2d(3);
    expect(layer.parameters).toEqual([layer.own.weight, layer.own.bias]);
    expect(Object.keys(layer.own)).toEqual(["weight", "bias", "running_mean", "running_var"]);
  });

  it.each([
    [zeros([2, 3, 4, 4]), "takes images [batch, 2, height, width], for [2, 3, 4, 4]"],
    [zeros([2, 2]), "takes images [batch, 2, height, width], for [2, 2]"],
    [zeros([1, 2, 1, 1]), "training needs more than one number in each channel, for [1, 2, 1, 1]"],
  ])("refuses %s in training", (images, message) => {
    expect(() => batchNorm2d(2)(images, { training: true })).toThrow(`batchNorm2d: ${message}`);
  });

  it.each([
    [0, {}, "channels must be a whole number above 0, got 0"],
    [1, { momentum: NaN }, "momentum from 0 to 1, got 0.00001 and NaN"],
    [1, { epsilon: -1 }, "epsilon of at least 0 and momentum from 0 to 1, got -1 and 0.1"],
  ])("refuses %d channels with %o", (channels, options, message) => {
    expect(() => batchNorm2d(channels, options)).toThrow(message);
  });
});
