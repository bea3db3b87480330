import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapBatches, type Batch } from "../batch-source.ts";
import { batches } from "../batches.ts";
import { streamBatches, type StreamOptions } from "./stream-batches.ts";
import { all, labelsIn, numbered, oneByOne } from "./walks.rows.test.ts";

describe("streamBatches", () => {
  const orders = fc.record({
    rows: fc.integer({ min: 1, max: 30 }),
    piece: fc.integer({ min: 1, max: 7 }),
    size: fc.integer({ min: 1, max: 7 }),
    buffer: fc.integer({ min: 1, max: 40 }),
    seed: fc.option(fc.nat(), { nil: undefined }),
  });

  it("gives each row once, in batches of one size, in an order that the source's pieces do not change", async () => {
    await fc.assert(
      fc.asyncProperty(orders, async ({ rows, piece, size, buffer, seed }) => {
        const source = batches(numbered(rows), { size: piece });
        const found = await labelsIn(streamBatches(source, { size, buffer, seed }));
        expect(found.slice(0, -1).every(({ length }) => length === size)).toBe(true);
        expect(found.flat().toSorted((a, b) => a - b)).toEqual([...numbered(rows).targets.data]);
        if (seed === undefined) expect(found.flat()).toEqual([...numbered(rows).targets.data]);
        const whole = batches(numbered(rows), { size: rows });
        expect(await labelsIn(streamBatches(whole, { size, buffer, seed }))).toEqual(found);
      }),
      { numRuns: 50 },
    );
  });

  it("has another order in each epoch, and the same for the same seed and epoch", async () => {
    const source = batches(numbered(20), { size: 3 });
    const stream = streamBatches(source, { size: 4, seed: 1, buffer: 8 });
    const [first, second] = [await labelsIn(stream), await labelsIn(stream)];
    expect(second).not.toEqual(first);
    expect(await labelsIn(streamBatches(source, { size: 4, seed: 1, buffer: 8, epoch: 1 }))).toEqual(second);
  });

  it("draws a row from no further ahead than the buffer reaches", async () => {
    const source = batches(numbered(100), { size: 10 });
    const order = (await labelsIn(streamBatches(source, { size: 5, seed: 1, buffer: 6 }))).flat();
    order.forEach((row, place) => expect(row).toBeLessThanOrEqual(place + 6));
  });

  it("knows rows and steps where the source does, and takes a function for a source", async () => {
    const source = batches(numbered(10), { size: 3 });
    expect(streamBatches(source, { size: 4 })).toMatchObject({ rows: 10, steps: 3 });
    expect(streamBatches(source, { size: 4, dropLast: true })).toMatchObject({ rows: 8, steps: 2 });
    const stream = streamBatches(() => batches(numbered(10), { size: 3 }), { size: 4, dropLast: true });
    expect([stream.rows, await labelsIn(stream)]).toEqual([
      undefined,
      [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
      ],
    ]);
  });

  const rowsOf = (...data: number[]) => ({ data: Float32Array.from(data), shape: [1, data.length] });
  it.each<{ of: string; pieces: Batch[]; options?: Partial<StreamOptions>; says: string }>([
    {
      of: "rows of different widths",
      pieces: [
        { inputs: rowsOf(1), targets: rowsOf(1) },
        { inputs: rowsOf(1, 2), targets: rowsOf(1) },
      ],
      says: "piece 2 of the source has inputs of shape [n, 2] in Float32Array, the first had [n, 1]",
    },
    {
      of: "targets that are not finite",
      pieces: [{ inputs: rowsOf(1), targets: rowsOf(Number.NaN) }],
      says: "piece 1 of the source: dataset: targets[0] is NaN",
    },
    {
      of: "to leave out the only batch",
      pieces: [{ inputs: rowsOf(1), targets: rowsOf(1) }],
      options: { dropLast: true },
      says: "size 2 with dropLast leaves none of 1 rows",
    },
    { of: "no rows", pieces: [], says: "the source gives no rows" },
    { of: "no size", pieces: [], options: { size: 0 }, says: "size is 0" },
    {
      of: "a buffer beyond memory",
      pieces: [{ inputs: rowsOf(1, 2), targets: rowsOf(1) }],
      options: { seed: 1, buffer: 2 ** 40 },
      says: "1099511627776 rows of 2 numbers are too many to hold",
    },
  ])("refuses $of", async ({ pieces, options, says }) => {
    const attempt = async () => all(streamBatches(pieces, { size: 2, ...options }));
    await expect(attempt()).rejects.toThrow(`streamBatches: ${says}`);
  });

  it("refuses to walk a generator twice", async () => {
    const stream = streamBatches(oneByOne(), { size: 1 });
    await all(stream);
    await expect(all(stream)).rejects.toThrow("streamBatches: its source is a generator");
  });
});

it("mapBatches changes each batch, and keeps the counts", async () => {
  const double = ({ inputs, targets }: Batch) => ({
    inputs,
    targets: { ...targets, data: targets.data.map((x) => 2 * x) as Int32Array },
  });
  const mapped = mapBatches(batches(numbered(4), { size: 2 }), double);
  expect(mapped).toMatchObject({ rows: 4, steps: 2 });
  expect([...mapped].map(({ targets }) => [...targets.data])).toEqual([
    [0, 2],
    [4, 6],
  ]);
});
