import { expect, it } from "vitest";
import { circles } from "./circles.ts";

it("places the points on a circle of radius 1 and one inside it", () => {
  const { inputs, targets } = circles({ count: 200, seed: 1, noise: 0, factor: 0.3 });
  targets.data.forEach((circle, row) => {
    const [x, y] = inputs.data.subarray(2 * row, 2 * row + 2);
    expect(Math.hypot(x, y)).toBeCloseTo(circle === 0 ? 1 : 0.3, 5);
  });
});

it.each([0, 1, Number.NaN])("refuses the factor %d", (factor) => {
  expect(() => circles({ count: 5, seed: 1, factor })).toThrow(
    `circles: factor is ${factor}; give a number between 0 and 1`,
  );
});
