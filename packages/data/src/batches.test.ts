import { expect, it } from "vitest";
import { batches, type BatchOptions } from "./batches.ts";
import { dataset } from "./dataset.ts";

const rows = Int32Array.from({ length: 10 }, (_, row) => row);
const data = dataset({
  inputs: { data: Float32Array.from({ length: 20 }, (_, i) => i), shape: [10, 2] },
  targets: { data: rows, shape: [10] },
});

function targetsOf(options: BatchOptions): number[][] {
  return Array.from(batches(data, options), ({ targets }) => [...targets.data]);
}

it("keeps the order of the rows without a seed, and ends with a smaller batch", () => {
  expect(targetsOf({ size: 4 })).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
    [8, 9],
  ]);
});

it("leaves the smaller batch out when asked to", () => {
  expect(targetsOf({ size: 4, dropLast: true })).toHaveLength(2);
  expect(targetsOf({ size: 5, dropLast: true })).toHaveLength(2);
});

it("keeps inputs beside their targets when it shuffles", () => {
  for (const { inputs, targets } of batches(data, { size: 3, seed: 1 })) {
    targets.data.forEach((row, i) =>
      expect([...inputs.data.slice(2 * i, 2 * i + 2)]).toEqual([2 * row, 2 * row + 1]),
    );
    expect(inputs.shape).toEqual([targets.data.length, 2]);
  }
});

it("has one order for each seed and epoch, with every row in it once", () => {
  const order = (seed: number, epoch: number) => targetsOf({ size: 4, seed, epoch }).flat();
  expect(order(1, 0)).toEqual(order(1, 0));
  expect(order(1, 1)).not.toEqual(order(1, 0));
  expect(order(2, 0)).not.toEqual(order(1, 0));
  expect(order(1, 1).sort()).toEqual([...rows]);
});

it("may be walked again: in the same order without a seed or with an epoch, else in that of the next epoch", () => {
  for (const options of [{ size: 4 }, { size: 4, seed: 1, epoch: 2 }]) {
    const walk = batches(data, options);
    expect([...walk]).toEqual([...walk]);
  }
  const walk = batches(data, { size: 4, seed: 1 });
  for (const epoch of [0, 1, 2]) expect([...walk]).toEqual([...batches(data, { size: 4, seed: 1, epoch })]);
});

it("says how many rows and steps a walk has", () => {
  expect(batches(data, { size: 4 })).toMatchObject({ rows: 10, steps: 3 });
  expect(batches(data, { size: 4, dropLast: true })).toMatchObject({ rows: 8, steps: 2 });
});

it.each([undefined, 1])("gives each batch memory of its own, with seed %s", (seed) => {
  const buffers = Array.from(batches(data, { size: 5, seed }), ({ inputs }) => inputs.data.buffer);
  expect(new Set([...buffers, data.inputs.data.buffer]).size).toBe(3);
});

it.each([0, 2.5, Number.NaN])("refuses the size %d", (size) => {
  expect(() => batches(data, { size })).toThrow(
    `batches: size is ${size}; give a whole number of at least 1`,
  );
});

it("refuses to leave out the only batch", () => {
  expect(() => batches(data, { size: 11, dropLast: true })).toThrow(
    "batches: size 11 with dropLast leaves none of 10 rows; give a smaller size",
  );
});

it("refuses an epoch that is no whole number", () => {
  expect(() => batches(data, { size: 2, seed: 1, epoch: 0.5 })).toThrow("batches: epoch is 0.5");
});

it.each([undefined, 3])("gives the same batches from memory that is used again, with the seed %s", (seed) => {
  const copies = [...batches(data, { size: 4, seed, epoch: 1 })];
  let at = 0;
  const memories = new Set<ArrayBufferLike>();
  for (const batch of batches(data, { size: 4, seed, epoch: 1, reuse: true })) {
    expect(batch).toEqual(copies[at++]);
    memories.add(batch.inputs.data.buffer);
  }
  expect(at).toBe(copies.length);
  expect(memories.size).toBe(1);
});
