import fc from "fast-check";
import { expect, it } from "vitest";
import { dataset } from "./dataset.ts";
import { random } from "./random.ts";
import { permutation, shuffle } from "./shuffle.ts";

/** `count` rows, of which each is its own number and target. */
function numbered(count: number) {
  const data = Int32Array.from({ length: count }, (_, row) => row);
  return dataset({ inputs: { data, shape: [count] }, targets: { data, shape: [count] } });
}

it("keeps every row, each with its target", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.maxSafeInteger(), (count, seed) => {
      const { inputs, targets } = shuffle(numbered(count), { seed });
      expect(targets.data).toEqual(inputs.data);
      expect(inputs.data.slice().sort()).toEqual(numbered(count).inputs.data);
    }),
    { numRuns: 50 },
  );
});

it("gives the same order for the same seed on every machine, and another for another seed", () => {
  const order = (seed: number) => [...shuffle(numbered(10), { seed }).inputs.data];
  expect(order(7)).toEqual([7, 4, 0, 1, 6, 2, 3, 5, 8, 9]);
  expect(order(8)).not.toEqual(order(7));
});

it("puts each row in each place about equally often", () => {
  const numbers = random(1);
  const counts = new Int32Array(16);
  for (let i = 0; i < 4000; i++) permutation(4, numbers).forEach((row, place) => counts[4 * row + place]++);
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
