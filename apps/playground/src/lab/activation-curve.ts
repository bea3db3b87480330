import { expressions, type Activation } from "piecewise";

/** Where the lab looks. */
export const [from, to] = [-5, 10] as const;
const [lowest, highest] = [-2, 4] as const;
const parts = 300;

export interface ActivationCurve {
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
  /** What is in sight of both, from below to above. */
  readonly range: readonly [number, number];
}

/** An activation and its derivative as plain functions, at its usual options. */
export function curveOf(activation: Activation): ActivationCurve {
  const [value, slope] = [functionOf(activation), functionOf(activation.derivative)];
  const both = places().flatMap((x) => [value(x), slope(x)]);
  const range = [
    Math.max(lowest, Math.min(...both)) - 0.4,
    Math.min(highest, Math.max(...both)) + 0.2,
  ] as const;
  return { value, slope, range };
}

function functionOf({ elementwise: { expression, defaults } }: Pick<Activation, "elementwise">) {
  const scalars = Object.values(defaults);
  return (x: number) => expressions.evaluate(expression, [x], scalars);
}

export const places = (): readonly number[] =>
  Array.from({ length: parts + 1 }, (_, i) => from + (i / parts) * (to - from));

/** The line that touches f at `x`. */
export function tangent({ value, slope }: ActivationCurve, x: number): (at: number) => number {
  return (at) => value(x) + slope(x) * (at - x);
}
