import * as operations from "@piecewise/tensor";
import { ShapeError } from "@piecewise/tensor";
import type { AvgPool2dOptions, Pair, Pool2dOptions } from "@piecewise/tensor";
import { keeping, type KeepsFeatures } from "./layer.ts";

/** The largest number of each window, [batch, channels, height, width]; the stride is the window's size unless given. */
export function maxPool2d(kernelSize: Pair, options: Omit<Pool2dOptions, "kernelSize"> = {}): KeepsFeatures {
  const pool = keeping("maxPool2d", (x) => operations.maxPool2d(x, { ...options, kernelSize }));
  // Beside the image there is −∞, which an activation would change.
  const isPlain = (options.padding ?? 0) === 0 && options.ceilMode !== true;
  return isPlain ? Object.assign(pool, { takesLargest: true as const }) : pool;
}

/** The mean of each window, [batch, channels, height, width]; the stride is the window's size unless given. */
export function avgPool2d(
  kernelSize: Pair,
  options: Omit<AvgPool2dOptions, "kernelSize"> = {},
): KeepsFeatures {
  return keeping("avgPool2d", (x) => operations.avgPool2d(x, { ...options, kernelSize }));
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
