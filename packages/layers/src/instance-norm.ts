import { channelNorm, type ChannelNormOptions } from "./channel-norm.ts";
import type { Layer } from "./layer.ts";

/**
 * Normalises each channel of each image on its own. Ulyanov, Vedaldi and Lempitsky, "Instance normalization", 2016. As in
 * PyTorch `affine` and `trackRunningStatistics` are false unless given.
 *
 * @example
 * instanceNorm2d(3)(zeros([2, 3, 4, 4])).shape; // [2,3,4,4]
 */
export function instanceNorm2d<const C extends number>(
  channels: C,
  options: ChannelNormOptions = {},
): Layer<C, C> {
  const takes = `images [batch, ${channels}, height, width]`;
  const preset = { affine: false, trackRunningStatistics: false };
  return channelNorm({ kind: "instanceNorm2d", ranks: [4], takes, from: 2 }, channels, {
    ...preset,
    ...options,
  });
}
