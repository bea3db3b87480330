import { DataError } from "@piecewise/tensor";
import type { Schedule } from "./options.ts";

/** The same value in every step. */
export function constant(value: number): Schedule {
  return () => value;
}

/**
 * Multiplies by `factor` (0.1) every `every` steps: initial · factor^⌊step / every⌋.
 *
 * @example
 * const rate = step({ initial: 1, every: 10, factor: 0.5 });
 * [rate(0), rate(9), rate(10), rate(20)]; // [1,1,0.5,0.25]
 */
export function step(options: {
  readonly initial: number;
  readonly every: number;
  readonly factor?: number;
}): Schedule {
  const { initial, every, factor = 0.1 } = options;
  requireSteps("step", "every", every);
  return (taken) => initial * factor ** Math.floor(taken / every);
}

/**
 * Falls from `initial` to `final` (0) over `steps` along half a cosine, then stays. Loshchilov and Hutter, "SGDR", 2017,
 * without restarts.
 *
 * @example
 * const rate = cosine({ initial: 1, steps: 10 });
 * [rate(0), rate(5), rate(10), rate(99)]; // [1,0.5,0,0]
 */
export function cosine(options: {
  readonly initial: number;
  readonly steps: number;
  readonly final?: number;
}): Schedule {
  const { initial, steps, final = 0 } = options;
  requireSteps("cosine", "steps", steps);
  return (taken) =>
    final + ((initial - final) * (1 + Math.cos((Math.PI * Math.min(taken, steps)) / steps))) / 2;
}

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

function requireSteps(schedule: string, option: string, steps: number): void {
  if (Number.isInteger(steps) && steps > 0) return;
  throw new DataError(schedule, `${option} must be a whole number of steps above 0, got ${steps}`);
}
