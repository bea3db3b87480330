import { channelNorm, type ChannelNormOptions } from "./channel-norm.ts";
import type { Layer } from "./layer.ts";

const preset = { affine: true, trackRunningStatistics: true };

/**
 * Normalises each feature of rows [batch, channels], or each channel of sequences [batch, channels, length], as
 * `batchNorm2d` does with images.
 *
 * @example
 * batchNorm1d(3)(zeros([8, 3])).shape; // [8,3]
 */
export function batchNorm1d<const C extends number>(
  channels: C,
  options: ChannelNormOptions = {},
): Layer<C, C> {
  const takes = `[batch, ${channels}] or [batch, ${channels}, length]`;
  return channelNorm({ kind: "batchNorm1d", ranks: [2, 3], takes, from: 0 }, channels, {
    ...preset,
    ...options,
  });
}

/**
 * Normalises each channel of images [batch, channels, height, width] to mean 0 and variance 1, then scales and shifts it.
 * In training by the batch's own statistics, which also move the running ones; otherwise by the running ones. Ioffe and
 * Szegedy, "Batch normalization", 2015. As in PyTorch the running variance is the unbiased one, and the state has the
 * number of batches (`num_batches_tracked`). `affine` and `trackRunningStatistics` are true unless given.
 *
 * @example
 * batchNorm2d(3)(zeros([2, 3, 4, 4])).shape; // [2,3,4,4]
 */
export function batchNorm2d<const C extends number>(
  channels: C,
  options: ChannelNormOptions = {},
): Layer<C, C> {
  const takes = `images [batch, ${channels}, height, width]`;
  return channelNorm({ kind: "batchNorm2d", ranks: [4], takes, from: 0 }, channels, {
    ...preset,
    ...options,
  });
}
