import { arange, ones, reshape, seeded, zeros } from "@piecewise/tensor";
import { relu } from "@piecewise/activations";
import { describe, expect, it } from "vitest";
import { conv1d, convTranspose1d, convTranspose2d, sequential, type Conv1dLayerOptions } from "./index.ts";

const steps = reshape(arange(1, 5), [1, 1, 4]);
const plain = { bias: false, initializer: ones } as const;

describe("conv1d", () => {
  it.each<[Partial<Conv1dLayerOptions>, number[]]>([
    [{}, [6, 9]],
    [{ padding: 1 }, [3, 6, 9, 7]],
    [{ padding: "same" }, [3, 6, 9, 7]],
    [{ padding: 1, paddingMode: "circular" }, [7, 6, 9, 8]],
    [{ padding: "same", paddingMode: "replicate" }, [4, 6, 9, 11]],
    [{ padding: 1, stride: 2 }, [3, 9]],
    [{ padding: 2, dilation: 2 }, [4, 6, 4, 6]],
  ])("with %o adds up windows of three", async (options, expected) => {
    expect(await conv1d(1, 1, { kernelSize: 3, ...plain, ...options })(steps).array()).toEqual([[expected]]);
  });

  it("has PyTorch's layout and first values, and takes one sequence without a batch axis", async () => {
    const layer = conv1d(8, 64, { kernelSize: 5, groups: 4, random: seeded(1) });
    expect([layer.own.weight.shape, layer.own.bias.shape]).toEqual([[64, 2, 5], [64]]);
    const largest = Math.max(...(await layer.own.weight.data()));
    expect(largest).toBeLessThanOrEqual(Math.sqrt(1 / 10));
    expect(largest).toBeGreaterThan(0.98 * Math.sqrt(1 / 10));
    expect(layer(zeros([8, 9])).shape).toEqual([64, 5]);
  });

  it("computes the activation behind it in its own kernel", async () => {
    const stage = conv1d(1, 3, { kernelSize: 2 });
    const fused = sequential(stage, relu)(steps);
    expect(await fused.data()).toEqual(await relu(stage(steps)).data());
  });

  it.each<[() => unknown, string]>([
    [() => conv1d(1, 1, { kernelSize: 1.5 }), "conv1d: kernelSize must be a whole number above 0, got 1.5"],
    [() => conv1d(2, 3, { kernelSize: 1, groups: 2 }), "conv1d: 2 groups must divide 2 inputs and 3 outputs"],
    [() => conv1d(2, 3, { kernelSize: 1 })(zeros([1, 3, 4])), "2"],
  ])("refuses what it cannot do: %#", (call, message) => {
    expect(call).toThrow(message);
  });
});

describe("transposed convolutions", () => {
  it("set numbers apart and fill in between", async () => {
    expect(await convTranspose1d(1, 1, { kernelSize: 2, stride: 2, ...plain })(steps).array()).toEqual([[[1, 1, 2, 2, 3, 3, 4, 4]]]); // prettier-ignore
    const image = reshape(steps, [1, 1, 2, 2]);
    const layer = convTranspose2d(1, 1, { kernelSize: 2, ...plain });
    expect(await layer(image).array()).toEqual([[[[1, 3, 2], [4, 10, 6], [3, 7, 4]]]]); // prettier-ignore
    expect(layer(reshape(image, [1, 2, 2])).shape).toEqual([1, 3, 3]);
  });

  it("have PyTorch's layout [inputs, outputs / groups, …], and its bounds, which follow from that", async () => {
    const { weight, bias } = convTranspose2d(4, 6, { kernelSize: [3, 5], groups: 2, random: seeded(2) }).own;
    expect([weight.shape, bias.shape]).toEqual([[4, 3, 3, 5], [6]]);
    const bound = 1 / Math.sqrt(3 * 3 * 5);
    const largest = Math.max(...(await weight.data()));
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.95 * bound);
    expect(convTranspose1d(4, 6, { kernelSize: 3 }).own.weight.shape).toEqual([4, 6, 3]);
  });

  it("take outputPadding to meet the size that a convolution came from", () => {
    const up = convTranspose2d(2, 3, { kernelSize: 3, stride: 2, padding: 1, outputPadding: 1 });
    expect(up(zeros([1, 2, 4, 5])).shape).toEqual([1, 3, 8, 10]);
  });
});
