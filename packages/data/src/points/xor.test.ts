import { expect, it } from "vitest";
import { xor } from "./xor.ts";

it("labels a point by whether the signs of its coordinates differ", () => {
  const { inputs, targets } = xor({ count: 400, seed: 1, noise: 0 });
  targets.data.forEach((differ, row) => {
    const [x, y] = inputs.data.subarray(2 * row, 2 * row + 2);
    expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1);
    expect(x * y < 0).toBe(differ === 1);
  });
});

it("fills all four quadrants", () => {
  const { inputs } = xor({ count: 400, seed: 1 });
  const quadrants = [0, 0, 0, 0];
  for (let i = 0; i < inputs.data.length; i += 2) {
    quadrants[2 * Number(inputs.data[i] > 0) + Number(inputs.data[i + 1] > 0)]++;
  }
  for (const count of quadrants) expect(count).toBeGreaterThan(70);
});
