import {
  add,
  DataError,
  div,
  mean,
  mul,
  noGrad,
  ones,
  reshape,
  rsqrt,
  ShapeError,
  square,
  stopGradient,
} from "@piecewise/tensor";
import { sub, sum, zeros, type Parameter, type Tensor } from "@piecewise/tensor";
import { startingWith } from "./initializers.ts";
import { layer, type Layer } from "./layer.ts";
import { sizeAbove } from "./sizes.ts";

/** How a batch normalisation is made, with PyTorch's defaults. */
export interface BatchNormOptions {
  /** Added to the variance. */
  readonly epsilon?: number;
  /** How much of each batch's statistics goes into the running ones. */
  readonly momentum?: number;
  readonly dtype?: "float32" | "float64";
}

/**
 * Normalises each channel of images [batch, channels, height, width] to mean 0 and variance 1, then scales and shifts it.
 * In training by the batch's own statistics, which also move the running ones; otherwise by the running ones. Ioffe and
 * Szegedy, "Batch normalization", 2015. As in PyTorch the running variance is the unbiased one.
 *
 * @example
 * batchNorm2d(3)(zeros([2, 3, 4, 4])).shape; // [2,3,4,4]
 */
export function batchNorm2d<const C extends number>(
  channels: C,
  options: BatchNormOptions = {},
): Layer<C, C> {
  sizeAbove("batchNorm2d", "channels", channels, 0);
  const { epsilon = 1e-5, momentum = 0.1, dtype = "float32" } = options;
  if (!(epsilon >= 0 && momentum >= 0 && momentum <= 1))
    throw new DataError(
      "batchNorm2d",
      `needs epsilon of at least 0 and momentum from 0 to 1, got ${epsilon} and ${momentum}`,
    );
  const own = {
    weight: startingWith(() => ones([channels], { dtype })),
    bias: startingWith(() => zeros([channels], { dtype })),
    running_mean: startingWith(() => zeros([channels], { dtype }), { trainable: false }),
    running_var: startingWith(() => ones([channels], { dtype }), { trainable: false }),
  };
  const perChannel = (x: Tensor) => reshape(x, [channels, 1, 1]);
  return layer<C, C>({ kind: "batchNorm2d", own }, (x, { training = false }) => {
    if (x.rank !== 4 || x.shape[1] !== channels)
      throw new ShapeError("batchNorm2d", `takes images [batch, ${channels}, height, width]`, x.shape);
    const [average, spread] = training
      ? batchStatistics(x)
      : [perChannel(own.running_mean), perChannel(own.running_var)];
    if (training) move(own, average, spread, x.size / channels, momentum);
    const normal = mul(sub(x, average), rsqrt(add(spread, epsilon)));
    return add(mul(normal, perChannel(own.weight)), perChannel(own.bias));
  });
}

function batchStatistics(x: Tensor): [mean: Tensor, variance: Tensor] {
  const axes = { axis: [0, 2, 3], keepDims: true };
  const average = mean(x, axes);
  const count = x.size / x.shape[1];
  if (count < 2)
    throw new ShapeError("batchNorm2d", "training needs more than one number in each channel", x.shape);
  return [average, div(sum(square(sub(x, average)), axes), count)];
}

/** running ← running + momentum · (batch − running), with the unbiased variance. */
function move(
  { running_mean, running_var }: { readonly running_mean: Parameter; readonly running_var: Parameter },
  average: Tensor,
  spread: Tensor,
  count: number,
  momentum: number,
): void {
  noGrad(() => {
    const towards = (running: Parameter, batch: Tensor) =>
      running.assign(
        add(mul(running, 1 - momentum), mul(reshape(stopGradient(batch), running.shape), momentum)),
      );
    towards(running_mean, average);
    towards(running_var, mul(spread, count / (count - 1)));
  });
}
