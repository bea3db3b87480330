import fc from "fast-check";
import { expect, it } from "vitest";
import { digits } from "./digits.ts";

it("has MNIST's form: shades of grey from 0 to 1, ten classes", () => {
  const { inputs, targets, classes } = digits({ count: 50, seed: 1 });
  expect(inputs.shape).toEqual([50, 1, 28, 28]);
  expect(inputs.data.every((pixel) => Math.fround(Math.round(pixel * 255) / 255) === pixel)).toBe(true);
  expect(Math.min(...inputs.data)).toBe(0);
  expect(Math.max(...inputs.data)).toBe(1);
  expect([...targets.data.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  expect(classes).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
});

it("gives the same images for the same seed, and a larger count only adds images", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.maxSafeInteger(), (count, seed) => {
      const few = digits({ count, seed }).inputs.data;
      const many = digits({ count: count + 5, seed }).inputs.data;
      expect(many.subarray(0, few.length)).toEqual(few);
    }),
    { numRuns: 20 },
  );
});

it("gives other images for another seed", () => {
  expect(digits({ count: 1, seed: 1 })).not.toEqual(digits({ count: 1, seed: 2 }));
});

it("draws no digit twice", () => {
  const { data } = digits({ count: 1000, seed: 1 }).inputs;
  const images = Array.from({ length: 1000 }, (_, row) => data.subarray(784 * row, 784 * (row + 1)).join());
  expect(new Set(images).size).toBe(1000);
});

it.each([0, 1.5, Number.NaN])("refuses the count %d", (count) => {
  expect(() => digits({ count, seed: 1 })).toThrow(
    `digits: count is ${count}; give a whole number of at least 1`,
  );
});

it("looks like some digit of its class, while no class looks like its mean", () => {
  const [training, test] = [digits({ count: 3000, seed: 1 }), digits({ count: 200, seed: 2 })];
  const image = (data: Float32Array | Int32Array | Uint8Array, row: number) =>
    data.subarray(784 * row, 784 * row + 784);
  const nearest = (pixels: ArrayLike<number>, others: ArrayLike<number>[]) => {
    const distances = others.map((other) => distance(pixels, other));
    return distances.indexOf(Math.min(...distances));
  };
  const rows = Array.from({ length: 3000 }, (_, row) => image(training.inputs.data, row));
  const means = Array.from({ length: 10 }, (_, digit) => meanOf(rows.filter((_row, i) => i % 10 === digit)));
  const right = { neighbours: 0, means: 0 };
  for (let row = 0; row < 200; row++) {
    const pixels = image(test.inputs.data, row);
    right.neighbours += Number(nearest(pixels, rows) % 10 === row % 10);
    right.means += Number(nearest(pixels, means) === row % 10);
  }
  expect(right.neighbours / 200).toBeGreaterThan(0.8);
  expect(right.means / 200).toBeLessThan(0.7);
});

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}

function meanOf(images: ArrayLike<number>[]): number[] {
  return Array.from(
    { length: 784 },
    (_, i) => images.reduce((sum, image) => sum + image[i], 0) / images.length,
  );
}
