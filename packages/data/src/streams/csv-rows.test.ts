import fc from "fast-check";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../tables/csv.ts";
import { tableDataset } from "../tables/table-dataset.ts";
import type { Chunks } from "./chunks.ts";
import { csvRows, type CsvRowsOptions } from "./csv-rows.ts";
import { fileStream } from "./file-stream.ts";
import { streamBatches } from "./stream-batches.ts";
import { all, piecewise } from "./walks.rows.test.ts";

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
