import { DataError } from "@piecewise/tensor";
import type { Schedule } from "../options.ts";
import { requireSteps } from "./require-steps.ts";

/** The shape of a cycle, the same for the learning rate and for the momentum that goes with it. */
export interface OneCycleShape {
  /** How many steps there are in all; after them the last value stays. */
  readonly steps: number;
  /** The share of the steps on the way to the peak, 0.3 unless given. */
  readonly rising?: number;
  /** Along half a cosine, unless a straight line is asked for. */
  readonly anneal?: "cosine" | "linear";
  /** The way back mirrors the way up, and only then comes the last part, down to the final value. */
  readonly threePhase?: boolean;
}

/** A cycle of the learning rate. */
export interface OneCycleOptions extends OneCycleShape {
  /** The learning rate at the peak. */
  readonly maximum: number;
  /** The first rate is maximum / initialDivisor; 25 unless given. */
  readonly initialDivisor?: number;
  /** The last rate is the first / finalDivisor; 10 000 unless given. */
  readonly finalDivisor?: number;
}

/**
 * One rise to a large learning rate and a long way down, to far below where it began. Smith and Topin, "Super-convergence",
 * 2018. PyTorch's `OneCycleLR`; `oneCycleMomentum` goes with it.
 *
 * @example
 * const rate = oneCycle({ maximum: 1, steps: 11, rising: 0.5 });
 * [rate(0), rate(4.5), rate(10)]; // [0.04,1,0.000004]
 */
export function oneCycle(options: OneCycleOptions): Schedule {
  const { maximum, initialDivisor = 25, finalDivisor = 1e4 } = options;
  const initial = maximum / initialDivisor;
  return cycle("oneCycle", options, { initial, peak: maximum, final: initial / finalDivisor });
}

/**
 * The momentum for a `oneCycle` of the same shape: from `high` (0.95) to `low` (0.85) while the rate rises, and back.
 *
 * @example
 * const shape = { steps: 11, rising: 0.5 };
 * const options = { learningRate: oneCycle({ maximum: 1, ...shape }), momentum: oneCycleMomentum(shape) };
 * [options.momentum(0), options.momentum(4.5), options.momentum(10)]; // [0.95,0.85,0.95]
 */
export function oneCycleMomentum(
  options: OneCycleShape & { readonly low?: number; readonly high?: number },
): Schedule {
  const { low = 0.85, high = 0.95 } = options;
  return cycle("oneCycleMomentum", options, { initial: high, peak: low, final: high });
}

function cycle(
  name: string,
  { steps, rising = 0.3, anneal = "cosine", threePhase = false }: OneCycleShape,
  { initial, peak, final }: { readonly initial: number; readonly peak: number; readonly final: number },
): Schedule {
  requireSteps(name, "steps", steps);
  if (!(rising >= 0 && rising <= 1))
    throw new DataError(name, `rising must lie between 0 and 1, got ${rising}`);
  if (!(anneal in shapes)) throw new DataError(name, `anneal must be "cosine" or "linear", got ${anneal}`);
  const top = rising * steps - 1;
  const phases = threePhase
    ? [
        { until: top, from: initial, to: peak },
        { until: 2 * top, from: peak, to: initial },
        { until: steps - 1, from: initial, to: final },
      ]
    : [
        { until: top, from: initial, to: peak },
        { until: steps - 1, from: peak, to: final },
      ];
  return (taken) => {
    const found = phases.findIndex(({ until }) => taken <= until);
    const index = found < 0 ? phases.length - 1 : found;
    const { until, from, to } = phases[index];
    const since = phases[index - 1]?.until ?? 0;
    return (
      to + (from - to) * shapes[anneal](until > since ? Math.min(1, (taken - since) / (until - since)) : 1)
    );
  };
}

/** How much of the way is left after a share of the steps. */
const shapes = {
  cosine: (share: number) => (1 + Math.cos(Math.PI * share)) / 2,
  linear: (share: number) => 1 - share,
} as const;
