import { add, full, mean, mul, normal, reshape } from "@piecewise/tensor";
import { seeded, tensor, variance, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { batchNorm1d, batchNorm2d } from "./index.ts";

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

  it("with cumulative momentum gives all batches the same weight", async () => {
    const layer = batchNorm2d(2, { momentum: "cumulative" });
    const batches = [x, mul(x, 2), add(x, 3)];
    for (const batch of batches) layer(batch, { training: true });
    const means = await Promise.all(batches.map((batch) => mean(batch, axes).data()));
    const expected = [0, 1].map((c) => (means[0][c] + means[1][c] + means[2][c]) / 3);
    await expectClose(layer.own.running_mean, expected);
    expect(await layer.own.num_batches_tracked.item()).toBe(3);
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
    expect(Object.keys(layer.own)).toEqual([
      ...["weight", "bias"],
      ...["running_mean", "running_var", "num_batches_tracked"],
    ]);
  });

  it.each([
    [zeros([2, 3, 4, 4]), "takes images [batch, 2, height, width], for [2, 3, 4, 4]"],
    [zeros([2, 2]), "takes images [batch, 2, height, width], for [2, 2]"],
    [
      zeros([1, 2, 1, 1]),
      "statistics of its own need more than one number in each channel; choose a batch size that leaves no single row, for [1, 2, 1, 1]",
    ],
  ])("refuses %s in training", (images, message) => {
    expect(() => batchNorm2d(2)(images, { training: true })).toThrow(`batchNorm2d: ${message}`);
  });

  it.each([
    [0, {}, "channels must be a whole number above 0, got 0"],
    [1, { momentum: NaN }, 'momentum must lie from 0 to 1, or be "cumulative"; got NaN'],
    [1, { epsilon: -1 }, "epsilon must be at least 0, got -1"],
  ])("refuses %d channels with %o", (channels, options, message) => {
    expect(() => batchNorm2d(channels, options)).toThrow(message);
  });
});

describe("batchNorm1d", () => {
  it.each([[[6, 3]], [[6, 3, 5]]])(
    "in training gives each channel of %o mean 0 and variance 1",
    async (shape) => {
      const y = batchNorm1d(3, { epsilon: 0 })(add(normal(shape, { random: seeded(2) }), 7), {
        training: true,
      });
      const others = { axis: shape.length === 2 ? 0 : [0, 2] };
      await expectClose(mean(y, others), [0, 0, 0]);
      await expectClose(variance(y, { ...others, correction: 0 }), [1, 1, 1]);
    },
  );

  it("without tracking has no statistics and normalises by the batch's in evaluation, too", async () => {
    const layer = batchNorm1d(2, { affine: false, trackRunningStatistics: false });
    expect(layer.own).toEqual({});
    await expectClose(layer(tensor([[1, 10], [3, 30]])), [-1, -1, 1, 1]); // prettier-ignore
  });

  it("refuses images and other numbers of channels", () => {
    expect(() => batchNorm1d(2)(zeros([1, 2, 3, 3]))).toThrow(
      "batchNorm1d: takes [batch, 2] or [batch, 2, length], for [1, 2, 3, 3]",
    );
  });
});
