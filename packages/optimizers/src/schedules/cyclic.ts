import { DataError } from "@piecewise/tensor";
import type { Schedule } from "../options.ts";
import { requireSteps } from "./require-steps.ts";

/** The shape of the cycles, the same for the learning rate and for the momentum that goes with it. */
export interface CyclicShape {
  /** How many steps a rise takes, 2000 unless given. */
  readonly stepsUp?: number;
  /** How many steps the way back takes; as many unless given. */
  readonly stepsDown?: number;
  /** Peaks of one height, of half the height each time, or lower by `factor` in each step. */
  readonly mode?: "triangular" | "triangular2" | "exponential";
  /** For the mode "exponential"; 1 unless given. */
  readonly factor?: number;
  /** A mode of one's own: a factor for the height of each cycle (the first is 1), or of each step. */
  readonly scale?: (count: number) => number;
  /** What `scale` is given; cycles unless told. */
  readonly scaleBy?: "cycle" | "step";
}

/**
 * From `low` to `high` and back in straight lines, again and again. Smith, "Cyclical learning rates for training neural
 * networks", 2017. PyTorch's `CyclicLR`; `cyclicMomentum` goes with it.
 *
 * @example
 * const rate = cyclic({ low: 1, high: 3, stepsUp: 2, mode: "triangular2" });
 * [rate(0), rate(1), rate(2), rate(4), rate(6)]; // [1,2,3,1,2]
 */
export function cyclic(options: CyclicShape & { readonly low: number; readonly high: number }): Schedule {
  const height = heights("cyclic", options);
  return (taken) => options.low + (options.high - options.low) * height(taken);
}

/**
 * The momentum for a `cyclic` of the same shape: from `high` (0.9) to `low` (0.8) while the rate rises, and back.
 *
 * @example
 * const momentum = cyclicMomentum({ stepsUp: 2 });
 * [momentum(0), momentum(2), momentum(4)]; // [0.9,0.8,0.9]
 */
export function cyclicMomentum(
  options: CyclicShape & { readonly low?: number; readonly high?: number } = {},
): Schedule {
  const { low = 0.8, high = 0.9 } = options;
  const height = heights("cyclicMomentum", options);
  return (taken) => high - (high - low) * height(taken);
}

/** The height of the triangles, in which the first peak is 1. */
function heights(name: string, options: CyclicShape): Schedule {
  const { stepsUp = 2000, stepsDown = stepsUp, mode = "triangular", factor = 1 } = options;
  requireSteps(name, "stepsUp", stepsUp);
  requireSteps(name, "stepsDown", stepsDown);
  if (!(mode in scales))
    throw new DataError(name, `mode must be one of ${Object.keys(scales).join(", ")}, got ${mode}`);
  const { by, scale } = options.scale
    ? { scale: options.scale, by: options.scaleBy ?? "cycle" }
    : scales[mode](factor);
  const length = stepsUp + stepsDown;
  return (taken) => {
    const cycle = Math.floor(1 + taken / length);
    const share = 1 + taken / length - cycle;
    const up = stepsUp / length;
    return (share <= up ? share / up : (share - 1) / (up - 1)) * scale(by === "cycle" ? cycle : taken);
  };
}

type Scale = { readonly by: "cycle" | "step"; readonly scale: (count: number) => number };

const scales: Readonly<Record<NonNullable<CyclicShape["mode"]>, (factor: number) => Scale>> = {
  triangular: () => ({ by: "cycle", scale: () => 1 }),
  triangular2: () => ({ by: "cycle", scale: (cycle) => 1 / 2 ** (cycle - 1) }),
  exponential: (factor) => ({ by: "step", scale: (step) => factor ** step }),
};
