import { DataError } from "@piecewise/tensor";
import type { Schedule } from "../options.ts";
import { requireSteps } from "./require-steps.ts";

/**
 * Falls from `initial` to `final` (0) over `steps` along half a cosine, then stays. Loshchilov and Hutter, "SGDR", 2017,
 * without restarts. With `swings` it rises again over as many steps, and so on, as PyTorch's `CosineAnnealingLR` does.
 *
 * @example
 * const rate = cosine({ initial: 1, steps: 10 });
 * [rate(0), rate(5), rate(10), rate(99)]; // [1,0.5,0,0]
 */
export function cosine(options: {
  readonly initial: number;
  readonly steps: number;
  readonly final?: number;
  readonly swings?: boolean;
}): Schedule {
  const { initial, steps, final = 0, swings = false } = options;
  requireSteps("cosine", "steps", steps);
  return (taken) => along(initial, final, (swings ? taken : Math.min(taken, steps)) / steps);
}

/**
 * Falls from `initial` to `final` (0) along half a cosine again and again: over `steps`, then over `factor` (1) times as many,
 * and so on. Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017.
 *
 * @example
 * const rate = cosineWarmRestarts({ initial: 1, steps: 10, factor: 2 });
 * [rate(0), rate(5), rate(10), rate(20), rate(30)]; // [1,0.5,1,0.5,1]
 */
export function cosineWarmRestarts(options: {
  readonly initial: number;
  readonly steps: number;
  readonly factor?: number;
  readonly final?: number;
}): Schedule {
  const { initial, steps, factor = 1, final = 0 } = options;
  requireSteps("cosineWarmRestarts", "steps", steps);
  if (!(Number.isInteger(factor) && factor >= 1))
    throw new DataError("cosineWarmRestarts", `factor must be a whole number above 0, got ${factor}`);
  return (taken) => {
    let [since, length] = [taken, steps];
    if (factor === 1) since %= steps;
    for (; since >= length; length *= factor) since -= length;
    return along(initial, final, since / length);
  };
}

function along(initial: number, final: number, share: number): number {
  return final + ((initial - final) * (1 + Math.cos(Math.PI * share))) / 2;
}
