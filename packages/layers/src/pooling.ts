import * as operations from "@piecewise/tensor";
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
