import { DataError } from "@piecewise/tensor";
import type { Schedule } from "../options.ts";
import { requireSteps } from "./require-steps.ts";

/**
 * Rises over `steps` in a straight line from `from` (0) times the schedule's first value, then follows the schedule. Step
 * 0 of the schedule is the first after the warm-up.
 *
 * @example
 * const rate = warmup({ steps: 4, then: constant(1) });
 * [rate(0), rate(2), rate(4)]; // [0,0.5,1]
 */
export function warmup(options: {
  readonly steps: number;
  readonly then: Schedule;
  readonly from?: number;
}): Schedule {
  const { steps, then, from = 0 } = options;
  requireSteps("warmup", "steps", steps);
  return (taken) => (taken < steps ? then(0) * (from + ((1 - from) * taken) / steps) : then(taken - steps));
}

/**
 * Follows one schedule after the other: the next begins, with its step 0, at each of the steps in `at`. PyTorch's `SequentialLR`.
 *
 * @example
 * const rate = sequence([constant(0.1), exponential({ initial: 1, factor: 0.5 })], { at: [5] });
 * [rate(4), rate(5), rate(6)]; // [0.1,1,0.5]
 */
export function sequence(
  schedules: readonly Schedule[],
  { at }: { readonly at: readonly number[] },
): Schedule {
  const rises = at.every((step, i) => Number.isInteger(step) && step > (at[i - 1] ?? 0));
  if (schedules.length !== at.length + 1 || !rises)
    throw new DataError(
      "sequence",
      `needs one rising number of steps between each two schedules, got [${at.join(", ")}] for ${schedules.length} schedules`,
    );
  return (taken) => {
    const index = at.filter((step) => step <= taken).length;
    return schedules[index](taken - (at[index - 1] ?? 0));
  };
}
