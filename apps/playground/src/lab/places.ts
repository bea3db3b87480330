/** Where the lab looks, and how finely. */
export const [from, to] = [-5, 10] as const;
export const step = 0.05;

export const places: readonly number[] = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) =>
  Number((from + i * step).toFixed(2)),
);

/** An activation at these places, and what is known of it. */
export interface ActivationCurve {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
  /** What is in sight of both, from below to above. */
  readonly range: readonly [number, number];
  readonly formula: string;
  readonly facts: readonly string[];
}

/** Where a place stands among them. */
export const indexOf = (x: number): number => Math.round((x - from) / step);
