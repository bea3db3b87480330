import fc from "fast-check";
import { expect, it } from "vitest";
import { classWeights, oversample } from "./classes.ts";
import { dataset, type Dataset } from "./dataset.ts";

/** Row i has the number i and the label at i. */
function labelled(labels: readonly number[], classes?: readonly string[]): Dataset {
  const inputs = { data: Float32Array.from(labels.keys()), shape: [labels.length, 1] };
  const targets = { data: Int32Array.from(labels), shape: [labels.length] };
  return dataset({ inputs, targets, ...(classes === undefined ? {} : { classes }) });
}

it("weighs classes as scikit-learn's compute_class_weight does", () => {
  expect([...classWeights(labelled([0, 0, 0, 1, 1, 2]))]).toEqual([6 / 9, 1, 2].map(Math.fround));
});

it("gives every class as many rows as the largest has, none twice as often as another of its class", () => {
  const labels = fc.array(fc.constantFrom(0, 1, 1, 1, 2), { minLength: 3, maxLength: 40 });
  fc.assert(
    fc.property(labels, fc.nat(), (drawn, seed) => {
      const data = labelled([0, 1, 2, ...drawn]);
      const { inputs, targets } = oversample(data, { seed });
      const most = Math.max(
        ...[0, 1, 2].map((label) => data.targets.data.filter((at) => at === label).length),
      );
      for (const label of [0, 1, 2]) {
        expect(targets.data.filter((at) => at === label)).toHaveLength(most);
        const rows = inputs.data.filter((_, at) => targets.data[at] === label);
        const times = data.inputs.data
          .filter((row) => data.targets.data[row] === label)
          .map((row) => rows.filter((other) => other === row).length);
        expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 50 },
  );
});

it("draws the same rows for the same seed", () => {
  const data = labelled([0, 0, 0, 0, 0, 1, 1]);
  expect(oversample(data, { seed: 3 })).toEqual(oversample(data, { seed: 3 }));
  expect(oversample(data, { seed: 3 })).not.toEqual(oversample(data, { seed: 4 }));
});

it.each([
  ["classWeights", classWeights],
  ["oversample", (data: Dataset) => oversample(data, { seed: 1 })],
] as const)("%s refuses classes without rows, and targets that are no labels", (name, call) => {
  expect(() => call(labelled([0, 2]))).toThrow(`${name}: class 1 has no rows`);
  expect(() => call(labelled([0, 1], ["a", "b", "c"]))).toThrow(`${name}: class c has no rows`);
  const numbers = { data: new Float32Array(2), shape: [2, 1] };
  expect(() => call({ inputs: numbers, targets: numbers })).toThrow(
    `${name}: targets of shape [2, 1] are no labels`,
  );
});
