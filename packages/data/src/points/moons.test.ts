import { expect, it } from "vitest";
import { moons } from "./moons.ts";

it("places the points on two half circles, each with an end inside the other", () => {
  const { inputs, targets } = moons({ count: 200, seed: 1, noise: 0 });
  targets.data.forEach((moon, row) => {
    const [x, y] = inputs.data.subarray(2 * row, 2 * row + 2);
    const [centerX, centerY] = moon === 0 ? [0, 0] : [1, 0.5];
    expect(Math.hypot(x - centerX, y - centerY)).toBeCloseTo(1, 5);
    expect(moon === 0 ? y >= -1e-6 : y <= 0.5 + 1e-6).toBe(true);
  });
});
