import fc from "fast-check";
import { expect, it } from "vitest";
import type { Dataset } from "../dataset.ts";
import { circles } from "./circles.ts";
import { moons } from "./moons.ts";
import { points, type PointOptions } from "./points.ts";
import { spirals } from "./spirals.ts";
import { xor } from "./xor.ts";

const generators: readonly [string, (options: PointOptions) => Dataset][] = [
  ["spirals", spirals],
  ["moons", moons],
  ["circles", circles],
  ["xor", xor],
];

it.each(generators)("%s: the same seed gives the same points, another seed others", (_name, generate) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.maxSafeInteger(), (count, seed) => {
      expect(generate({ count, seed })).toEqual(generate({ count, seed }));
      expect(generate({ count, seed })).not.toEqual(generate({ count, seed: seed ^ 1 }));
    }),
    { numRuns: 20 },
  );
});

it.each(generators)("%s: a larger count only adds points", (_name, generate) => {
  const [few, many] = [generate({ count: 10, seed: 1 }), generate({ count: 20, seed: 1 })];
  expect(many.inputs.data.slice(0, 20)).toEqual(few.inputs.data);
  expect(many.inputs.shape).toEqual([20, 2]);
});

it.each(generators)("%s: the classes have equally many points", (_name, generate) => {
  const { targets, classes } = generate({ count: 100, seed: 1 });
  expect(classes).toHaveLength(2);
  expect(targets.data.filter((label) => label === 0)).toHaveLength(50);
});

it.each(generators)("%s: noise moves the points", (_name, generate) => {
  const coordinates = (noise: number) => Array.from(generate({ count: 100, seed: 1, noise }).inputs.data);
  const [still, moved] = [coordinates(0), coordinates(0.5)];
  const distance = still.reduce((sum, x, i) => sum + Math.abs(x - moved[i]), 0) / still.length;
  expect(distance).toBeGreaterThan(0.3);
  expect(distance).toBeLessThan(0.5);
});

it.each(generators)("%s: refuses a count, seed or noise that is none", (name, generate) => {
  expect(() => generate({ count: 0, seed: 1 })).toThrow(
    `${name}: count is 0; give a whole number of at least 1`,
  );
  expect(() => generate({ count: 5, seed: 0.5 })).toThrow("random: the seed is 0.5");
  for (const noise of [-1, Number.NaN]) {
    expect(() => generate({ count: 5, seed: 1, noise })).toThrow(`${name}: noise is ${noise}; give a number`);
  }
});

it("places each point by its label", () => {
  const { inputs, targets } = points(
    "corners",
    { count: 4, seed: 1 },
    {
      classes: ["left", "right"],
      noise: 0,
      place: (label) => [label, 5],
    },
  );
  expect([...inputs.data]).toEqual([0, 5, 1, 5, 0, 5, 1, 5]);
  expect([...targets.data]).toEqual([0, 1, 0, 1]);
});
