import fc from "fast-check";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { mapBatches, type Batch, type BatchSource } from "../batch-source.ts";
import { batches } from "../batches.ts";
import { dataset } from "../dataset.ts";
import { parseCsv } from "../tables/csv.ts";
import { tableDataset } from "../tables/table-dataset.ts";
import type { Chunks } from "./chunks.ts";
import { csvRows, type CsvRowsOptions } from "./csv-rows.ts";
import { fileStream } from "./file-stream.ts";
import { idxRows } from "./idx-rows.ts";
import { prefetch } from "./prefetch.ts";
import { streamBatches, type StreamOptions } from "./stream-batches.ts";

/** Row i has the numbers i and −i, and the label i. */
function numbered(count: number) {
  const data = Float32Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? at / 2 : -(at - 1) / 2));
  const targets = { data: Int32Array.from({ length: count }, (_, row) => row), shape: [count] };
  return dataset({ inputs: { data, shape: [count, 2] }, targets });
}

async function all(source: BatchSource): Promise<Batch[]> {
  const found: Batch[] = [];
  for await (const batch of source) found.push(batch);
  return found;
}

const labelsIn = async (source: BatchSource) =>
  (await all(source)).map(({ inputs, targets }) => {
    targets.data.forEach((label, row) => expect(inputs.data[2 * row]).toBe(label));
    return [...targets.data];
  });

async function* piecewise(text: string | Uint8Array, ends: readonly number[]) {
  const places = [0, ...ends.toSorted((a, b) => a - b), text.length];
  for (let at = 1; at < places.length; at++) yield text.slice(places[at - 1], places[at]);
}

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
    const stream = streamBatches(prefetchable(), { size: 1 });
    await all(stream);
    await expect(all(stream)).rejects.toThrow("streamBatches: its source is a generator");
  });
});

async function* prefetchable(seen: number[] = []) {
  for (const batch of batches(numbered(6), { size: 1 })) {
    seen.push(batch.targets.data[0]);
    yield batch;
  }
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe("prefetch", () => {
  it("reads ahead as far as it may, and gives batches in their order", async () => {
    const seen: number[] = [];
    const walk = prefetch({ [Symbol.asyncIterator]: () => prefetchable(seen) }, 2)[Symbol.asyncIterator]();
    await walk.next();
    await turn();
    expect(seen).toEqual([0, 1, 2]);
    expect((await walk.next()).value).toMatchObject({ targets: { data: Int32Array.of(1) } });
    expect(await labelsIn(prefetch(batches(numbered(6), { size: 4 }), 3))).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ]);
  });

  it("throws the source's error when it is its turn, and closes a source that is left early", async () => {
    let closed = 0;
    const failing = {
      async *[Symbol.asyncIterator]() {
        try {
          yield* batches(numbered(2), { size: 1 });
          throw new Error("the cable is cut");
        } finally {
          closed++;
        }
      },
    };
    const found: Batch[] = [];
    const walk = async () => {
      for await (const batch of prefetch(failing, 5)) found.push(batch);
    };
    await expect(walk()).rejects.toThrow("the cable is cut");
    expect([found.length, closed]).toEqual([2, 1]);
    for await (const batch of prefetch(failing, 1)) if (batch) break;
    expect(closed).toBe(2);
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

describe("csvRows", () => {
  const text =
    '\ufeffheight,leaf,kind,"note"\r\n1.5,round,oak,"a\nb"\n3,long,elm,ü\n?,long,oak,\n2,round,oak,"x"';
  const options = {
    target: "kind",
    features: ["height", "leaf"],
    types: { leaf: ["long", "round"], kind: ["elm", "oak"] },
    missing: "drop",
  } as const;
  const expected = (() => {
    const { inputs, targets } = tableDataset(parseCsv(text, { types: { note: "text" } }), options);
    return { inputs, targets };
  })();

  it("gives the rows that parseCsv and tableDataset give, wherever the bytes or the text are cut", async () => {
    const bytes = new TextEncoder().encode(text);
    const whole = (source: () => Chunks) =>
      all(streamBatches(csvRows(source, { delimiter: ",", ...options }), { size: 10 }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length)), async (ends) => {
        expect(await whole(() => piecewise(bytes, ends))).toEqual([expected]);
        expect(await whole(() => piecewise(text, ends))).toEqual([expected]);
      }),
      { numRuns: 50 },
    );
  });

  it("reads a file, and again for the next epoch", async () => {
    const folder = await mkdtemp(join(tmpdir(), "stream-"));
    const path = join(folder, "a.csv");
    const lines = Array.from({ length: 20_000 }, (_, row) => `${row},${-row}`);
    await writeFile(path, `a,b\n${lines.join("\n")}\n`);
    const rows = csvRows(() => fileStream(path), { target: "b" });
    for (let epoch = 0; epoch < 2; epoch++) {
      const found = await all(rows);
      expect(found.length).toBeGreaterThan(1);
      expect(found.flatMap(({ inputs }) => [...inputs.data])).toEqual([...lines.keys()]);
    }
    for await (const batch of rows) if (batch) break;
    await expect(all(csvRows(() => fileStream(join(folder, "none.csv")), { target: "b" }))).rejects.toThrow(
      "ENOENT",
    );
    await rm(folder, { recursive: true });
  });

  it.each<{ of: string; options?: Partial<CsvRowsOptions>; csv?: string; says: string }>([
    {
      of: "columns to infer",
      options: { types: { leaf: "category" } as never },
      says: 'column "leaf" has the type "category"',
    },
    {
      of: "a mean of the whole file",
      options: { missing: { fill: "mean" } as never },
      says: "cannot be filled with mean",
    },
    { of: "an unknown target", options: { target: "age" }, says: 'no column is called "age"' },
    {
      of: "a missing category",
      options: { missing: { fill: 0 } },
      csv: "height,leaf,kind\n1,?,oak",
      says: 'column "leaf": the value is missing',
    },
    { of: "a ragged row", csv: "height,leaf,kind\n1,2", says: "line 2 has 2 fields, expected 3" },
    { of: "words among numbers", csv: "height,leaf,kind\nlow,long,oak", says: '"low" is no number' },
  ])("refuses $of", async ({ options: others, csv = text, says }) => {
    const attempt = async () => all(csvRows(() => piecewise(csv, []), { ...options, ...others }));
    await expect(attempt()).rejects.toThrow(says);
  });
});

describe("idxRows", () => {
  const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102, 1, 2);
  const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 1);

  it("gives images as mnist does, wherever the bytes are cut, also from zipped files", async () => {
    const zipped = () => new Blob([gzipSync(labels)]).stream().pipeThrough(new DecompressionStream("gzip"));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(images.length)),
        fc.integer({ min: 1, max: 4 }),
        async (ends, size) => {
          const rows = idxRows(() => piecewise(images, ends), zipped, { size });
          const [{ inputs, targets }] = await all(streamBatches(rows, { size: 3 }));
          expect(targets).toEqual({ data: Int32Array.of(1, 0, 1), shape: [3] });
          const shades = [0, 255, 51, 102, 1, 2].map((shade) => shade / 255);
          expect(inputs).toEqual({ data: Float32Array.from(shades), shape: [3, 1, 1, 2] });
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each([
    { of: "other files", inputs: Uint8Array.of(1, 2, 3), says: "expected 00 00 first" },
    { of: "a cut header", inputs: images.subarray(0, 9), says: "found 9 bytes, expected at least 16" },
    {
      of: "cut numbers",
      inputs: images.subarray(0, 20),
      says: "the inputs end before row 3 of shape [3, 1, 2]",
    },
    { of: "bytes at the end", inputs: Uint8Array.of(...images, 0), says: "bytes follow the inputs of shape" },
    { of: "other counts", inputs: images.with(7, 2), says: "2 rows of inputs but 3 of targets" },
  ])("refuses $of", async ({ inputs, says }) => {
    const attempt = all(
      idxRows(
        () => piecewise(inputs, []),
        () => piecewise(labels, []),
      ),
    );
    await expect(attempt).rejects.toThrow(says);
  });
});
