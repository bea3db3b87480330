import {
  arange,
  backward,
  grad,
  mul,
  normal,
  ones,
  parameter,
  reshape,
  seeded,
  sum,
  tensor,
} from "@piecewise/tensor";
import { zeros, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { fold, localResponseNorm, pixelShuffle, unfold, upsample, type UpsampleOptions } from "./index.ts";

const image = tensor([[[[0, 2], [4, 6]]]]); // prettier-ignore

describe("upsample", () => {
  it.each<[UpsampleOptions, number[][]]>([
    [{ scaleFactor: 2 }, [[0, 0, 2, 2], [0, 0, 2, 2], [4, 4, 6, 6], [4, 4, 6, 6]]],
    [{ size: [1, 3] }, [[0, 0, 2]]],
    [{ size: 3, mode: "bilinear", alignCorners: true }, [[0, 1, 2], [2, 3, 4], [4, 5, 6]]],
    [{ size: [2, 4], mode: "bilinear" }, [[0, 0.5, 1.5, 2], [4, 4.5, 5.5, 6]]],
    [{ scaleFactor: [0.5, 1], mode: "bilinear" }, [[2, 4]]],
    [{ size: 1, mode: "bilinear", alignCorners: true }, [[0]]],
  ])("with %o takes pixels from where PyTorch does", async (options, expected) => {
    expect(await upsample(options)(image).array()).toEqual([[expected]]);
  }); // prettier-ignore

  it("gives each pixel the gradient of its copies", async () => {
    const x = parameter(image);
    const gradients = backward(sum(upsample({ scaleFactor: 3 })(x)));
    expect(await gradients.of(x).array()).toEqual([[[[9, 9], [9, 9]]]]); // prettier-ignore
  });

  it.each<[UpsampleOptions, string]>([
    [{}, "needs size or scaleFactor, and not both"],
    [{ size: 2, scaleFactor: 2 }, "needs size or scaleFactor, and not both"],
    [{ size: [2, 0] }, "size must be a whole number above 0, got 0"],
    [{ scaleFactor: NaN }, "scaleFactor must be above 0, got NaN"],
    [{ size: 1, alignCorners: true }, 'alignCorners needs the mode "bilinear"'],
    [{ size: 1, mode: "cubic" as never }, 'mode must be "nearest" or "bilinear", got cubic'],
  ])("refuses %o", (options, message) => {
    expect(() => upsample(options)).toThrow(`upsample: ${message}`);
  });

  it("refuses what is no image, and a size of nothing", () => {
    expect(() => upsample({ size: 1 })(zeros([2, 2]))).toThrow(
      "takes images [batch, channels, height, width]",
    );
    expect(() => upsample({ scaleFactor: 0.1 })(image)).toThrow("scaleFactor 0.1 leaves nothing of 2 pixels");
  });
});

describe("unfold and fold", () => {
  const options = { stride: [2, 1], padding: [1, 0], dilation: [1, 2] } as const;
  const x = normal([2, 3, 5, 6], { random: seeded(1), dtype: "float64" });

  it("unfold gives each window as a column", async () => {
    const y = unfold(2)(reshape(arange(0, 9), [1, 1, 3, 3]));
    expect(await y.array()).toEqual([[[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]]); // prettier-ignore
  });

  it("fold is the transpose of unfold, and each is the other's gradient", async () => {
    const columns = unfold([2, 3], options)(x);
    const g = normal(columns.shape, { random: seeded(2), dtype: "float64" });
    const folded = fold([5, 6], [2, 3], options)(g);
    expect(await sum(mul(columns, g)).item()).toBeCloseTo(await sum(mul(x, folded)).item(), 10);
    const byUnfold = grad((t: Tensor) => sum(mul(unfold([2, 3], options)(t), g)))(x);
    expect(await byUnfold.data()).toEqual(await folded.data());
    const byFold = grad((t: Tensor) => sum(mul(fold([5, 6], [2, 3], options)(t), x)))(g);
    expect(await byFold.data()).toEqual(await columns.data());
  });

  it.each<[() => unknown, string]>([
    [() => unfold(0), "unfold: kernelSize must be a whole number above 0, got 0"],
    [() => unfold(1, { padding: -1 }), "unfold: padding must be a whole number above -1, got -1"],
    [() => unfold(4)(image), "unfold: a window of 4×4 does not fit, for [2, 2]"],
    [() => unfold(1)(zeros([2, 2])), "unfold: takes images [batch, channels, height, width]"],
    [() => fold([3, 3], 2)(zeros([1, 4, 5])), "fold: takes [batch, a multiple of 4, 4], for [1, 4, 5]"],
  ])("refuse what they cannot do: %#", (call, message) => {
    expect(call).toThrow(message);
  });
});

describe("pixelShuffle", () => {
  it("turns channels into pixels", async () => {
    const x = reshape(arange(0, 8), [1, 4, 1, 2]);
    expect(await pixelShuffle(2)(x).array()).toEqual([[[[0, 2, 1, 3], [4, 6, 5, 7]]]]); // prettier-ignore
  });

  it.each([[[1, 6, 2, 2]], [[4, 2, 2]]])("refuses %o", (shape) => {
    expect(() => pixelShuffle(2)(zeros(shape))).toThrow("with a multiple of 4 channels");
  });
});

describe("localResponseNorm", () => {
  it("divides by the mean square of neighbouring channels", async () => {
    const x = mul(ones([1, 3, 1, 1]), 2);
    const y = await localResponseNorm(3, { alpha: 3, beta: 1, k: 0 })(x).data();
    [2 / 8, 2 / 12, 2 / 8].forEach((value, c) => expect(y[c]).toBeCloseTo(value, 6));
  });

  it.each<[() => unknown, string]>([
    [() => localResponseNorm(0), "size must be a whole number above 0, got 0"],
    [
      () => localResponseNorm(1, { beta: Infinity }),
      "needs numbers, got alpha 0.0001, beta Infinity and k 1",
    ],
    [() => localResponseNorm(1)(zeros([2, 2])), "takes [batch, channels, …], for [2, 2]"],
  ])("refuses what it cannot do: %#", (call, message) => {
    expect(call).toThrow(`localResponseNorm: ${message}`);
  });
});
