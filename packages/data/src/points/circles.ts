import { DataError } from "../data-error.ts";
import type { Dataset } from "../dataset.ts";
import { points, type PointOptions } from "./points.ts";

export interface CircleOptions extends PointOptions {
  /** Radius of the inner circle, where that of the outer is 1. 0.5 by default. */
  readonly factor?: number | undefined;
}

/**
 * A circle inside another. Noise 0.08 by default.
 *
 * @example
 * circles({ count: 200, seed: 1 }).inputs.shape; // [200, 2]
 */
export function circles(options: CircleOptions): Dataset {
  const { noise = 0.08, factor = 0.5 } = options;
  if (!(factor > 0 && factor < 1)) {
    throw new DataError("circles", `factor is ${factor}; give a number between 0 and 1`);
  }
  return points("circles", options, {
    classes: ["outer circle", "inner circle"],
    noise,
    place(circle, { uniform }) {
      const angle = uniform(0, 2 * Math.PI);
      const radius = circle === 0 ? 1 : factor;
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    },
  });
}
