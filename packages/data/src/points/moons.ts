import type { Dataset } from "../dataset.ts";
import { points, type PointOptions } from "./points.ts";

/**
 * Two half circles, each with an end inside the other. Noise 0.1 by default.
 *
 * @example
 * moons({ count: 200, seed: 1 }).inputs.shape; // [200, 2]
 */
export function moons(options: PointOptions): Dataset {
  const { noise = 0.1 } = options;
  return points("moons", options, {
    classes: ["upper moon", "lower moon"],
    noise,
    place(moon, { uniform }) {
      const angle = uniform(0, Math.PI);
      const [x, y] = [Math.cos(angle), Math.sin(angle)];
      return moon === 0 ? [x, y] : [1 - x, 0.5 - y];
    },
  });
}
