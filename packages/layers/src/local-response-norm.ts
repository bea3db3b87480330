import {
  add,
  avgPool2d,
  DataError,
  div,
  mul,
  pad,
  pow,
  reshape,
  ShapeError,
  square,
} from "@piecewise/tensor";
import { keeping, type KeepsFeatures } from "./layer.ts";
import { sizeAbove } from "./sizes.ts";

/** The constants of a local response normalisation, with PyTorch's defaults. */
export interface LocalResponseNormOptions {
  /** 1e-4 unless given. */
  readonly alpha?: number;
  /** 0.75 unless given. */
  readonly beta?: number;
  /** 1 unless given. */
  readonly k?: number;
}

/**
 * x / (k + α · mean of x² over `size` neighbouring channels)^β, for [batch, channels, …]. Krizhevsky, Sutskever and Hinton,
 * "ImageNet classification with deep convolutional neural networks", 2012. Channels that do not exist count as 0.
 *
 * @example
 * const norm = localResponseNorm(1, { alpha: 1, beta: 1, k: 0 });
 * await norm(tensor([[[2], [4]]])).array(); // [[[0.5],[0.25]]]
 */
export function localResponseNorm(size: number, options: LocalResponseNormOptions = {}): KeepsFeatures {
  const { alpha = 1e-4, beta = 0.75, k = 1 } = options;
  sizeAbove("localResponseNorm", "size", size, 0);
  if (![alpha, beta, k].every(Number.isFinite))
    throw new DataError("localResponseNorm", `needs numbers, got alpha ${alpha}, beta ${beta} and k ${k}`);
  return keeping("localResponseNorm", (x) => {
    if (x.rank < 3) throw new ShapeError("localResponseNorm", "takes [batch, channels, …]", x.shape);
    const squares = reshape(square(x), [x.shape[0], 1, x.shape[1], -1]);
    const around = pad(squares, [
      [0, 0],
      [0, 0],
      [Math.floor(size / 2), Math.floor((size - 1) / 2)],
      [0, 0],
    ]);
    const means = reshape(avgPool2d(around, { kernelSize: [size, 1], stride: 1 }), x.shape);
    return div(x, pow(add(mul(means, alpha), k), beta));
  });
}
