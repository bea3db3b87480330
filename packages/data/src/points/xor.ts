import type { Dataset } from "../dataset.ts";
import { points, type PointOptions } from "./points.ts";

/**
 * Points in a square, labelled by whether the signs of their coordinates differ: the smallest task that no straight
 * line solves. Noise 0.05 by default.
 *
 * @example
 * xor({ count: 200, seed: 1 }).inputs.shape; // [200, 2]
 */
export function xor(options: PointOptions): Dataset {
  const { noise = 0.05 } = options;
  return points("xor", options, {
    classes: ["same sign", "different signs"],
    noise,
    place(differ, { uniform }) {
      const x = uniform(-1, 1);
      const y = uniform(0, 1) * Math.sign(x || 1);
      return [x, differ === 0 ? y : -y];
    },
  });
}
