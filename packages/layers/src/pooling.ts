import * as operations from "@piecewise/tensor";
import { ShapeError } from "@piecewise/tensor";
import type {
  AvgPool1dOptions,
  AvgPool2dOptions,
  Pair,
  Pool1dOptions,
  Pool2dOptions,
} from "@piecewise/tensor";
import { keeping, type KeepsFeatures } from "./layer.ts";

/** The largest number of each window, [batch, channels, height, width]; the stride is the window's size unless given. */
export function maxPool2d(kernelSize: Pair, options: Omit<Pool2dOptions, "kernelSize"> = {}): KeepsFeatures {
  const pool = keeping("maxPool2d", (x) => operations.maxPool2d(x, { ...options, kernelSize }));
  return largest(pool, options);
}

/** The largest number of each window, [batch, channels, length]; the stride is the window's size unless given. */
export function maxPool1d(
  kernelSize: number,
  options: Omit<Pool1dOptions, "kernelSize"> = {},
): KeepsFeatures {
  const pool = keeping("maxPool1d", (x) => operations.maxPool1d(x, { ...options, kernelSize }));
  return largest(pool, options);
}

/** Beside the image there is −∞, which an activation would change. */
function largest(pool: KeepsFeatures, { padding = 0, ceilMode }: Omit<Pool2dOptions, "kernelSize">) {
  const isPlain = padding === 0 && ceilMode !== true;
  return isPlain ? Object.assign(pool, { takesLargest: true as const }) : pool;
}

/** The mean of each window, [batch, channels, height, width]; the stride is the window's size unless given. */
export function avgPool2d(
  kernelSize: Pair,
  options: Omit<AvgPool2dOptions, "kernelSize"> = {},
): KeepsFeatures {
  return keeping("avgPool2d", (x) => operations.avgPool2d(x, { ...options, kernelSize }));
}

/** The mean of each window, [batch, channels, length]; the stride is the window's size unless given. */
export function avgPool1d(
  kernelSize: number,
  options: Omit<AvgPool1dOptions, "kernelSize"> = {},
): KeepsFeatures {
  return keeping("avgPool1d", (x) => operations.avgPool1d(x, { ...options, kernelSize }));
}

/**
 * Means of windows that divide images of any size into as many rows and columns as asked for; null keeps an axis as it is.
 *
 * @example
 * adaptiveAvgPool2d([7, null])(zeros([2, 3, 9, 5])).shape; // [2,3,7,5]
 */
export function adaptiveAvgPool2d(
  outputSize: number | readonly [height: number | null, width: number | null],
): KeepsFeatures {
  return keeping("adaptiveAvgPool2d", (x) => operations.adaptiveAvgPool2d(x, outputSize));
}

/** The same for sequences, [batch, channels, length]. */
export function adaptiveAvgPool1d(outputSize: number): KeepsFeatures {
  return keeping("adaptiveAvgPool1d", (x) => operations.adaptiveAvgPool1d(x, outputSize));
}

/**
 * The mean of each channel over all pixels: [batch, channels, height, width] → [batch, channels]. Lin, Chen and Yan, "Network
 * in network", 2013.
 *
 * @example
 * globalAvgPool2d()(zeros([2, 3, 4, 4])).shape; // [2,3]
 */
export function globalAvgPool2d(): KeepsFeatures {
  return keeping("globalAvgPool2d", (x) => {
    if (x.rank !== 4)
      throw new ShapeError("globalAvgPool2d", "takes images [batch, channels, height, width]", x.shape);
    return operations.mean(x, { axis: [2, 3] });
  });
}
