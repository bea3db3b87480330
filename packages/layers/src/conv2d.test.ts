import { arange, ones, pad, reshape, seeded, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { conv2d, type Conv2dLayerOptions } from "./index.ts";

const image = reshape(arange(0, 9), [1, 1, 3, 3]);

describe("conv2d", () => {
  it("adds up each window and the bias of its channel", async () => {
    const convolution = conv2d(1, 2, { kernelSize: 2, initializer: (shape) => ones(shape) });
    convolution.own.bias.assign(arange(0, 2));
    expect(await convolution(image).array()).toEqual([[[[8, 12], [20, 24]], [[9, 13], [21, 25]]]]); // prettier-ignore
  });

  it.each<[Conv2dLayerOptions, number[]]>([
    [{ kernelSize: 3 }, [2, 4, 6, 8]],
    [{ kernelSize: [1, 3] }, [2, 4, 8, 8]],
    [{ kernelSize: 3, padding: "same" }, [2, 4, 8, 10]],
    [{ kernelSize: [3, 5], padding: "same", dilation: [2, 1] }, [2, 4, 8, 10]],
    [{ kernelSize: 3, padding: 1, stride: 2 }, [2, 4, 4, 5]],
    [{ kernelSize: 3, padding: [0, 1], dilation: [2, 1] }, [2, 4, 4, 10]],
    [{ kernelSize: 3, groups: 2 }, [2, 4, 6, 8]],
    [{ kernelSize: 4, padding: "same" }, [2, 4, 8, 10]],
    [{ kernelSize: [2, 3], padding: "same", paddingMode: "reflect" }, [2, 4, 8, 10]],
    [{ kernelSize: 3, padding: [1, 2], paddingMode: "circular", stride: 2 }, [2, 4, 4, 6]],
  ])("with %o turns images [2, 2, 8, 10] into %o", (options, shape) => {
    expect(conv2d(2, 4, options)(zeros([2, 2, 8, 10])).shape).toEqual(shape);
  });

  it("has PyTorch's weight [outputs, inputs / groups, height, width] and its first values", async () => {
    const { weight, bias } = conv2d(8, 64, { kernelSize: [3, 5], groups: 4, random: seeded(1) }).own;
    expect([weight.shape, bias.shape]).toEqual([[64, 2, 3, 5], [64]]);
    const [bound, values] = [1 / Math.sqrt(2 * 3 * 5), await weight.data()];
    expect(Math.max(...values)).toBeLessThanOrEqual(bound);
    expect(Math.max(...values)).toBeGreaterThan(0.98 * bound);
    expect(Math.max(...(await bias.data()))).toBeLessThanOrEqual(bound);
  });

  it.each(["zeros", "replicate", "reflect", "circular"] as const)(
    "surrounds an image by %s",
    async (paddingMode) => {
      const options = { kernelSize: 3, padding: 1, paddingMode, bias: false, initializer: ones } as const;
      const y = conv2d(1, 1, options)(image);
      const around = {
        zeros: "constant",
        replicate: "replicate",
        reflect: "reflect",
        circular: "circular",
      } as const;
      const padded = pad(image, [[0, 0], [0, 0], [1, 1], [1, 1]], { mode: around[paddingMode] }); // prettier-ignore
      const expected = conv2d(1, 1, { kernelSize: 3, bias: false, initializer: ones })(padded);
      expect(await y.array()).toEqual(await expected.array());
    },
  );

  it("takes one image without a batch axis", async () => {
    const convolution = conv2d(1, 2, { kernelSize: 2 });
    expect(await convolution(reshape(image, [1, 3, 3])).data()).toEqual(await convolution(image).data());
    expect(convolution(reshape(image, [1, 3, 3])).shape).toEqual([2, 2, 2]);
  });

  it("goes without a bias", () => {
    expect(conv2d(1, 1, { kernelSize: 1, bias: false }).parameters).toHaveLength(1);
  });

  it.each<[number, number, Conv2dLayerOptions, string]>([
    [0, 1, { kernelSize: 3 }, "inputs must be a whole number above 0, got 0"],
    [1, 2.5, { kernelSize: 3 }, "outputs must be a whole number above 0, got 2.5"],
    [1, 1, { kernelSize: 0 }, "kernelSize must be a whole number above 0, got 0"],
    [1, 1, { kernelSize: [3, NaN] }, "kernelSize must be a whole number above 0, got NaN"],
    [3, 4, { kernelSize: 3, groups: 2 }, "2 groups must divide 3 inputs and 4 outputs"],
    [2, 2, { kernelSize: 3, groups: 0 }, "groups must be a whole number above 0, got 0"],
    [1, 1, { kernelSize: 3, padding: "same", stride: 2 }, 'padding "same" needs stride 1, got 2'],
    [1, 1, { kernelSize: 3, paddingMode: "mirror" as never }, "paddingMode must be one of zeros, reflect, replicate, circular, got mirror"], // prettier-ignore
  ])("from %d to %d channels with %o is refused", (inputs, outputs, options, message) => {
    expect(() => conv2d(inputs, outputs, options)).toThrow(message);
  });

  it.each([
    [[1, 3, 8, 8], "conv2d: the image has 3 channels, the weight takes 2"],
    [[8, 8], "conv2d: needs images [batch, channels, height, width], for [8, 8]"],
    [[1, 2, 2, 2], "conv2d: a window of 3×3 does not fit, for [1, 2, 2, 2]"],
  ])("refuses images %o", (shape, message) => {
    expect(() => conv2d(2, 4, { kernelSize: 3 })(zeros(shape))).toThrow(message);
  });
});
