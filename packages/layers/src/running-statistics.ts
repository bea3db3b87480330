import {
  add,
  cast,
  DataError,
  elementwise,
  mean,
  noGrad,
  ones,
  Parameter,
  reciprocal,
  reshape,
  scope,
  zeros,
  type Tensor,
} from "@piecewise/tensor";
import { startingWith } from "./initializers.ts";

/** How far running statistics move towards each batch's: by a share of the way, or so that all batches count alike. */
export type Momentum = number | "cumulative";

/** Throws unless it is a share from 0 to 1, or "cumulative". */
export function checkMomentum(layer: string, momentum: Momentum): void {
  if (momentum === "cumulative" || (momentum >= 0 && momentum <= 1)) return;
  throw new DataError(layer, `momentum must lie from 0 to 1, or be "cumulative"; got ${momentum}`);
}

/** What a layer remembers of the batches it was trained on, by PyTorch's names. */
export type RunningStatistics = Readonly<
  Record<"running_mean" | "running_var" | "num_batches_tracked", Parameter>
>;

/** Mean 0 and variance 1 for each channel, and no batch seen. PyTorch's 64-bit counter is an int32 here. */
export function runningStatistics(channels: number, dtype: "float32" | "float64"): RunningStatistics {
  const untrained = { trainable: false };
  return {
    running_mean: startingWith(() => zeros([channels], { dtype }), untrained),
    running_var: startingWith(() => ones([channels], { dtype }), untrained),
    num_batches_tracked: scope(() => {
      const count: Parameter = new Parameter(zeros([], { dtype: "int32" }));
      count.trainable = false;
      return count;
    }),
  };
}

const mix = elementwise("runningStatistics", (running, batch, share) =>
  running.times(share.negate().plus(1)).plus(batch.times(share)),
);

/**
 * running ← (1 − momentum) · running + momentum · batch. Mean and (unbiased) variance are those of each channel, [1, channels, …],
 * or those of each channel of each sample, [batch, channels, …], whose mean counts.
 */
export function moveTowards(
  { running_mean, running_var, num_batches_tracked }: RunningStatistics,
  average: Tensor,
  variance: Tensor,
  momentum: Momentum,
): void {
  scope(() => {
    noGrad(() => {
      num_batches_tracked.assign(add(num_batches_tracked, 1));
      const share =
        momentum === "cumulative" ? reciprocal(cast(num_batches_tracked, running_mean.dtype)) : momentum;
      const move = (running: Parameter, batch: Tensor) => {
        const one = batch.shape[0] === 1 ? batch : mean(batch, { axis: 0 });
        running.assign(mix(running, reshape(one, running.shape), share));
      };
      move(running_mean, average);
      move(running_var, variance);
    });
  });
}
