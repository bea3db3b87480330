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

it("gives as many parts as there are fractions, each row in one of them", () => {
  const parts = splitDataset(numbered(100), { fractions: [0.7, 0.15, 0.15], seed: 1 });
  expect(parts.map(({ inputs }) => inputs.shape[0])).toEqual([70, 15, 15]);
  const all = parts.flatMap(({ inputs }) => [...inputs.data]);
  expect(all.toSorted((a, b) => a - b)).toEqual([...numbered(100).inputs.data]);
});

it("gives every part its share of each class when stratified, to the nearest row", () => {
  const counts = fc.array(fc.integer({ min: 4, max: 30 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(counts, fc.option(fc.nat(), { nil: undefined }), (sizes, seed) => {
      const labels = sizes.flatMap((size, label) => new Array<number>(size).fill(label));
      const targets = { data: Int32Array.from(labels), shape: [labels.length] };
      const data = dataset({ inputs: numbered(labels.length).inputs, targets });
      const parts = splitDataset(data, { fractions: [0.5, 0.25, 0.25], seed, stratified: true });
      const whole = splitDataset(data, { fractions: [0.5, 0.25, 0.25] });
      expect(parts.map(({ inputs }) => inputs.shape)).toEqual(whole.map(({ inputs }) => inputs.shape));
      const inFirst = (label: number) => parts[0].targets.data.filter((at) => at === label).length;
      sizes.forEach((size, label) => expect(Math.abs(inFirst(label) - size / 2)).toBeLessThanOrEqual(1));
    }),
    { numRuns: 50 },
  );
});

it.each([
  {
    of: "sums other than 1",
    fractions: [0.5, 0.4],
    says: "the fractions [0.5, 0.4] add up to 0.9; make it 1",
  },
  { of: "no number", fractions: [Number.NaN, 0.5], says: "add up to NaN" },
  { of: "negative shares", fractions: [1.5, -0.5], says: "leave at least one row for each part" },
  {
    of: "a share of no row",
    fractions: [0.95, 0.05],
    says: "[0.95, 0.05] of 5 rows; leave at least one row",
  },
])("refuses $of", ({ fractions, says }) => {
  expect(() => splitDataset(numbered(5), { fractions })).toThrow(says);
});

it("refuses to stratify a class of one row", () => {
  const rows = { data: Int32Array.of(0, 0, 1), shape: [3] };
  expect(() => splitDataset({ inputs: rows, targets: rows }, { count: 2, stratified: true })).toThrow(
    "splitDataset: class 1 has 1 rows, too few for 2 parts",
  );
});
