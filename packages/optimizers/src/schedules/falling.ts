import { DataError } from "@piecewise/tensor";
import type { Schedule } from "../options.ts";
import { requireSteps } from "./require-steps.ts";

/** The same value in every step. */
export function constant(value: number): Schedule {
  return () => value;
}

/**
 * Multiplies by `factor` (0.1) every `every` steps: initial · factor^⌊step / every⌋. PyTorch's `StepLR`.
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
 * Multiplies by `factor` (0.1) at each of the steps in `at`. PyTorch's `MultiStepLR`.
 *
 * @example
 * const rate = multiStep({ initial: 1, at: [10, 15], factor: 0.5 });
 * [rate(9), rate(10), rate(15)]; // [1,0.5,0.25]
 */
export function multiStep(options: {
  readonly initial: number;
  readonly at: readonly number[];
  readonly factor?: number;
}): Schedule {
  const { initial, at, factor = 0.1 } = options;
  for (const milestone of at) requireSteps("multiStep", "each number in at", milestone);
  return (taken) => initial * factor ** at.filter((milestone) => milestone <= taken).length;
}

/**
 * Multiplies by `factor` in every step: initial · factorˢᵗᵉᵖ. PyTorch's `ExponentialLR`.
 *
 * @example
 * const rate = exponential({ initial: 8, factor: 0.5 });
 * [rate(0), rate(1), rate(3)]; // [8,4,1]
 */
export function exponential({
  initial,
  factor,
}: {
  readonly initial: number;
  readonly factor: number;
}): Schedule {
  return (taken) => initial * factor ** taken;
}

/**
 * Goes from `initial` to `final` over `steps` in a straight line, up or down, then stays. PyTorch's `LinearLR`.
 *
 * @example
 * const rate = linear({ initial: 1, final: 0.5, steps: 10 });
 * [rate(0), rate(5), rate(10), rate(99)]; // [1,0.75,0.5,0.5]
 */
export function linear(options: {
  readonly initial: number;
  readonly final: number;
  readonly steps: number;
}): Schedule {
  const { initial, final, steps } = options;
  requireSteps("linear", "steps", steps);
  return (taken) => initial + ((final - initial) * Math.min(taken, steps)) / steps;
}

/**
 * Falls from `initial` to `final` (0) over `steps` as (1 − step / steps)^power, then stays; `power` is 1 unless given.
 * PyTorch's `PolynomialLR`.
 *
 * @example
 * const rate = polynomial({ initial: 1, steps: 10, power: 2 });
 * [rate(0), rate(5), rate(10), rate(99)]; // [1,0.25,0,0]
 */
export function polynomial(options: {
  readonly initial: number;
  readonly steps: number;
  readonly power?: number;
  readonly final?: number;
}): Schedule {
  const { initial, steps, power = 1, final = 0 } = options;
  requireSteps("polynomial", "steps", steps);
  if (!(power >= 0)) throw new DataError("polynomial", `power must be at least 0, got ${power}`);
  return (taken) => final + (initial - final) * (1 - Math.min(taken, steps) / steps) ** power;
}
