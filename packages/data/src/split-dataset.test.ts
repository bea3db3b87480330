import fc from "fast-check";
import { expect, it } from "vitest";
import { dataset } from "./dataset.ts";
import { splitDataset } from "./split-dataset.ts";

function numbered(count: number) {
  const data = Int32Array.from({ length: count }, (_, row) => row);
  return dataset({ inputs: { data, shape: [count] }, targets: { data, shape: [count] } });
}

it("puts each row in one part", () => {
  const sizes = fc.integer({ min: 2, max: 100 }).chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      count: fc.integer({ min: 1, max: rows - 1 }),
      seed: fc.option(fc.maxSafeInteger(), { nil: undefined }),
    }),
  );
  fc.assert(
    fc.property(sizes, ({ rows, count, seed }) => {
      const [first, second] = splitDataset(numbered(rows), { count, seed });
      expect(first.inputs.shape).toEqual([count]);
      const all = Int32Array.from([...first.inputs.data, ...second.inputs.data]).sort();
      expect(all).toEqual(numbered(rows).inputs.data);
    }),
    { numRuns: 50 },
  );
});

it("gives the first rows and the rest without a seed", () => {
  const [first, second] = splitDataset(numbered(5), { fraction: 0.6 });
  expect([...first.inputs.data]).toEqual([0, 1, 2]);
  expect([...second.targets.data]).toEqual([3, 4]);
});

it("draws the same rows for the same seed", () => {
  const options = { count: 50, seed: 3 };
  expect(splitDataset(numbered(100), options)).toEqual(splitDataset(numbered(100), options));
  expect(splitDataset(numbered(100), options)).not.toEqual(
    splitDataset(numbered(100), { ...options, seed: 4 }),
  );
});

it.each([{ fraction: 0 }, { fraction: 1 }, { count: 5 }, { count: 1.5 }, { fraction: Number.NaN }])(
  "refuses %j of five rows, which leaves a part empty or is no number",
  (options) => {
    const [[name, value]] = Object.entries(options);
    expect(() => splitDataset(numbered(5), options)).toThrow(
      `splitDataset: ${name} ${value} of 5 rows; leave at least one row for each part`,
    );
  },
);
