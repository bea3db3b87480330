import { DataError, reshape, ShapeError, type Tensor } from "@piecewise/tensor";
import { channelWeights, perChannel, type ChannelNormOptions } from "./channel-norm.ts";
import { layer, type Layer } from "./layer.ts";
import { checkEpsilon, normalize, scaled } from "./normalize.ts";
import { sizeAbove } from "./sizes.ts";

/**
 * Normalises groups of neighbouring channels of each sample [batch, channels, …], then scales and shifts each channel. Wu
 * and He, "Group normalization", 2018.
 *
 * @example
 * groupNorm(2, 6)(zeros([2, 6, 4, 4])).shape; // [2,6,4,4]
 */
export function groupNorm<const C extends number>(
  groups: number,
  channels: C,
  options: Pick<ChannelNormOptions, "epsilon" | "affine" | "dtype"> = {},
): Layer<C, C> {
  const { epsilon = 1e-5, affine = true, dtype = "float32" } = options;
  sizeAbove("groupNorm", "groups", groups, 0);
  sizeAbove("groupNorm", "channels", channels, 0);
  checkEpsilon("groupNorm", epsilon);
  if (channels % groups !== 0)
    throw new DataError("groupNorm", `${groups} groups must divide ${channels} channels`);
  const weights = affine ? channelWeights(channels, dtype) : undefined;
  return layer<C, C>({ kind: "groupNorm", own: { ...weights } }, (x) => {
    if (x.rank < 2 || x.shape[1] !== channels)
      throw new ShapeError("groupNorm", `takes [batch, ${channels}, …]`, x.shape);
    const together = reshape(x, [x.shape[0], groups, -1]);
    const y: Tensor = reshape(normalize(together, { axis: 2, epsilon }), x.shape);
    return weights === undefined ? y : scaled(y, perChannel(weights.weight, x), perChannel(weights.bias, x));
  });
}
