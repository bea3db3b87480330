import { DataError } from "../data-error.ts";
import type { Dataset } from "../dataset.ts";
import { checkWholeNumber } from "../whole-number.ts";
import { points, type PointOptions } from "./points.ts";

export interface SpiralOptions extends PointOptions {
  /** How many spirals are wound into each other, each a class. 2 by default. */
  readonly arms?: number | undefined;
  /** How often each winds around the centre. 1.25 by default. */
  readonly turns?: number | undefined;
}

/**
 * Points on spirals wound into each other, within the unit circle. Noise 0.02 by default.
 *
 * @example
 * spirals({ count: 300, seed: 1, arms: 3 }).classes; // ["arm 0", "arm 1", "arm 2"]
 */
export function spirals(options: SpiralOptions): Dataset {
  const { arms = 2, turns = 1.25, noise = 0.02 } = options;
  checkWholeNumber("spirals", "arms", arms, 2);
  if (!Number.isFinite(turns)) throw new DataError("spirals", `turns is ${turns}; give a finite number`);
  return points("spirals", options, {
    classes: Array.from({ length: arms }, (_, arm) => `arm ${arm}`),
    noise,
    place(arm, { uniform }) {
      // The square root spreads the points evenly along the arm, which is longer outside.
      const radius = Math.sqrt(uniform(0.01, 1));
      const angle = 2 * Math.PI * (turns * radius + arm / arms);
      return [radius * Math.cos(angle), radius * Math.sin(angle)];
    },
  });
}
