import { add, mul, ones, reshape, rsqrt, ShapeError, sub, zeros, type Tensor } from "@piecewise/tensor";
import { startingWith } from "./initializers.ts";
import { layer, type Layer } from "./layer.ts";
import { checkEpsilon, moments, scaled } from "./normalize.ts";
import { checkMomentum, moveTowards, runningStatistics } from "./running-statistics.ts";
import type { Momentum, RunningStatistics } from "./running-statistics.ts";
import { sizeAbove } from "./sizes.ts";

/** How a normalisation of channels is made. */
export interface ChannelNormOptions {
  /** Added to the variance; 1e-5 unless given. */
  readonly epsilon?: number;
  /**
   * How much of each batch's statistics goes into the running ones, 0.1 unless given; "cumulative" (PyTorch's None) gives
   * all batches the same weight.
   */
  readonly momentum?: Momentum;
  /** Whether there are a weight and a bias for each channel. */
  readonly affine?: boolean;
  /** Whether running statistics are kept for evaluation; without them it uses the input's own, as training does. */
  readonly trackRunningStatistics?: boolean;
  readonly dtype?: "float32" | "float64";
}

/** What a layer takes, and what of it is normalised together. */
interface Kind {
  readonly kind: string;
  readonly ranks: readonly number[];
  readonly takes: string;
  /** The first axis besides the channels that is averaged over: 0 with the batch, 2 without. */
  readonly from: 0 | 2;
}

/** Normalises each channel of [batch, channels, …]; all defaults are decided already. */
export function channelNorm<C extends number>(
  { kind, ranks, takes, from }: Kind,
  channels: C,
  options: Required<Pick<ChannelNormOptions, "affine" | "trackRunningStatistics">> & ChannelNormOptions,
): Layer<C, C> {
  const { epsilon = 1e-5, momentum = 0.1, dtype = "float32" } = options;
  sizeAbove(kind, "channels", channels, 0);
  checkEpsilon(kind, epsilon);
  checkMomentum(kind, momentum);
  const weights = options.affine ? channelWeights(channels, dtype) : undefined;
  const running = options.trackRunningStatistics ? runningStatistics(channels, dtype) : undefined;
  const measured = (x: Tensor) => {
    const { average, centred, variance, count } = statisticsOf(kind, x, from);
    if (running !== undefined) moveTowards(running, average, mul(variance, count / (count - 1)), momentum);
    return { centred, variance };
  };
  return layer<C, C>({ kind, own: { ...weights, ...running } }, (x, { training = false }) => {
    if (!ranks.includes(x.rank) || x.shape[1] !== channels)
      throw new ShapeError(kind, `takes ${takes}`, x.shape);
    const { centred, variance } = running === undefined || training ? measured(x) : remembered(x, running);
    const scale = rsqrt(add(variance, epsilon));
    if (weights === undefined) return mul(centred, scale);
    return scaled(centred, mul(scale, perChannel(weights.weight, x)), perChannel(weights.bias, x));
  });
}

/** A weight of 1 and a bias of 0 for each channel. */
export function channelWeights(channels: number, dtype: "float32" | "float64") {
  return {
    weight: startingWith(() => ones([channels], { dtype })),
    bias: startingWith(() => zeros([channels], { dtype })),
  };
}

/** A number for each channel, in the shape that broadcasts over [batch, channels, …]. */
export function perChannel(values: Tensor, { rank }: Tensor): Tensor {
  return reshape(values, [values.size, ...new Array<number>(rank - 2).fill(1)]);
}

function remembered(x: Tensor, { running_mean, running_var }: RunningStatistics) {
  return { centred: sub(x, perChannel(running_mean, x)), variance: perChannel(running_var, x) };
}

/** The input's own statistics. */
function statisticsOf(kind: string, x: Tensor, from: 0 | 2) {
  const axes = [...x.shape.keys()].filter((axis) => axis !== 1 && axis >= from);
  const count = axes.reduce((product, axis) => product * x.shape[axis], 1);
  if (count < 2)
    throw new ShapeError(
      kind,
      `statistics of its own need more than one number in each channel; ${
        from === 0 ? "choose a batch size that leaves no single row" : "give larger images"
      }`,
      x.shape,
    );
  return { ...moments(x, axes), count };
}
