import { expect, it } from "vitest";
import { spirals } from "./spirals.ts";

const still = { count: 300, seed: 1, noise: 0 };

it("winds each arm around the centre, within the unit circle", () => {
  const { inputs, targets } = spirals({ ...still, arms: 3, turns: 1.25 });
  targets.data.forEach((arm, row) => {
    const [x, y] = inputs.data.subarray(2 * row, 2 * row + 2);
    const radius = Math.hypot(x, y);
    const turned = Math.atan2(y, x) / (2 * Math.PI) - 1.25 * radius - arm / 3;
    expect(radius).toBeLessThanOrEqual(1);
    expect(Math.abs(turned - Math.round(turned))).toBeLessThan(1e-5);
  });
});

it("names a class for each arm", () => {
  expect(spirals({ ...still, arms: 3 }).classes).toEqual(["arm 0", "arm 1", "arm 2"]);
  expect(spirals(still).classes).toHaveLength(2);
});

it.each([1, 2.5])("refuses %d arms", (arms) => {
  expect(() => spirals({ ...still, arms })).toThrow(
    `spirals: arms is ${arms}; give a whole number of at least 2`,
  );
});

it("refuses turns that are no number", () => {
  expect(() => spirals({ ...still, turns: Number.NaN })).toThrow(
    "spirals: turns is NaN; give a finite number",
  );
});
