import fc from "fast-check";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readCsv } from "./csv-file.ts";
import { parseCsv, type CsvOptions } from "./csv.ts";

const valuesOf = (text: string, options?: CsvOptions) =>
  parseCsv(text, options).columns.map(({ values }) => [...values]);

it.each([
  { of: "commas", text: "a,b\n1,2\n" },
  { of: "semicolons", text: "a;b\n1;2" },
  { of: "tabs", text: "a\tb\n1\t2" },
  { of: "bars", text: "a|b\n1|2" },
  { of: "a byte order mark", text: "\ufeffa,b\n1,2" },
  { of: "line ends of Windows", text: "a,b\r\n1,2\r\n" },
  { of: "line ends of old", text: "a,b\r1,2\r" },
  { of: "blank lines", text: "\n\na,b\n\n  \n1,2\n\n" },
  { of: "spaces", text: " a , b \n 1 ,\t2 " },
  { of: "quotes", text: '"a","b"\n"1",2' },
])("reads a table with $of", ({ text }) => {
  const { columns } = parseCsv(text);
  expect(columns).toEqual([
    { name: "a", type: "number", values: Float64Array.of(1) },
    { name: "b", type: "number", values: Float64Array.of(2) },
  ]);
  expect(parseCsv(new TextEncoder().encode(text)).columns).toEqual(columns);
});

it("keeps delimiters, quotes and line breaks that stand in quotes", () => {
  const text = 'a,b\r\n"1,5","say ""no"""\r\n"two\r\nlines",x\r\ny,z';
  const { columns, lines } = parseCsv(text, { types: { a: "text", b: "text" } });
  expect(columns.map(({ values }) => [...values])).toEqual([
    ["1,5", "two\nlines", "y"],
    ['say "no"', "x", "z"],
  ]);
  expect([...lines]).toEqual([2, 3, 5]);
});

it("infers numbers, categories and texts", () => {
  const row = (i: number) => `${i % 2 ? -i : `+${i}.5e-1`},${"xy"[i % 2]},id${i}`;
  const text = `n,c,t\n${Array.from({ length: 101 }, (_, i) => row(i)).join("\n")}`;
  expect(parseCsv(text).columns.map(({ type }) => type)).toEqual(["number", "category", "text"]);
});

it("keeps missing values as such, in each kind of column", () => {
  const types = { t: "text" } as const;
  expect(valuesOf("n,c,t\n1,x,one\n?,NA,\nnan,N/A,NaN", { types })).toEqual([
    [1, Number.NaN, Number.NaN],
    [0, -1, -1],
    ["one", undefined, undefined],
  ]);
  expect(valuesOf("n,c\n1,x\n-99,-99", { missingMarks: ["-99"] })).toEqual([
    [1, Number.NaN],
    [0, -1],
  ]);
});

it("takes types and names, and categories in their order", () => {
  const options = { names: ["size", "code"], types: { size: ["S", "M", "L"], code: "category" } } as const;
  expect(parseCsv("L,10\nS,9\n", options).columns).toEqual([
    { name: "size", type: "category", values: Int32Array.of(2, 0), categories: ["S", "M", "L"] },
    { name: "code", type: "category", values: Int32Array.of(0, 1), categories: ["10", "9"] },
  ]);
});

it("takes no hexadecimal, no blank and no word for a number", () => {
  expect(valuesOf("a,b\n0x10,1\n,Infinity\n1_000,-inf")).toEqual([
    [0, -1, 1],
    [1, Infinity, -Infinity],
  ]);
});

const wide = (columns: number) => Array.from({ length: columns }, (_, at) => `c${at}`).join(",");

it.each([
  { of: "no bytes", text: "", says: "no names of columns" },
  { of: "a nameless column", text: "a,,b\n1,2,3", says: "column 2 has no name" },
  { of: "a name twice", text: "a,b, a\n1,2,3", says: 'two columns are called "a"' },
  { of: "a short row", text: "a,b\n1,2\n3\n", says: "line 3 has 1 fields, expected 2" },
  { of: "a long row", text: 'a,b\n"x\n",2\n3,4,5\n', says: "line 4 has 3 fields, expected 2" },
  { of: "an open quote", text: 'a,b\n1,"2\n3,4\n', says: "a quoted field in line 2 does not end" },
  {
    of: "text behind a quote",
    text: 'a,b\n1,2\n"1"x,2\n3,4\n',
    says: "a quoted field in line 3 does not end",
  },
  { of: "a million columns", text: wide(1e6), says: "line 1 has 144961 columns or more, at most 10000" },
  { of: "a long field", text: `a,b\n1,${"x".repeat(3e6)}`, says: "a field in line 2 has" },
  { of: "an endless quote", text: `a,b\n1,"${"x,\n".repeat(1e6)}`, says: "a field in line 2 has" },
])("refuses $of", ({ text, says }) => {
  expect(() => parseCsv(text)).toThrow(`parseCsv: ${says}`);
});

it.each<{ of: string; options: CsvOptions; says: string }>([
  {
    of: "a word among numbers",
    options: { types: { b: "number" } },
    says: 'line 2, column "b": "x" is no number',
  },
  { of: "an unknown category", options: { types: { b: ["y"] } }, says: '"x" is none of the categories "y"' },
  { of: "a type for no column", options: { types: { c: "text" } }, says: 'no column is called "c"' },
  { of: "no delimiter", options: { delimiter: "" }, says: 'delimiter is ""' },
  {
    of: "more columns than allowed",
    options: { limits: { columns: 1 } },
    says: "line 1 has 2 columns or more, at most 1",
  },
])("refuses $of", ({ options, says }) => {
  expect(() => parseCsv("a,b\n1,x", options)).toThrow(says);
});

it("refuses bytes that are not UTF-8", () => {
  expect(() => parseCsv(Uint8Array.of(0x61, 0xe9, 0x0a))).toThrow("parseCsv: the bytes are not UTF-8");
});

it("reads what it is given, whatever the texts", () => {
  const field = fc
    .string({ unit: "grapheme", minLength: 1 })
    .filter((text) => text.trim() === text && text !== "");
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 5 }), (rows) => {
      const text = `a,b\n${rows.map((row) => row.map(quoted).join(",")).join("\n")}`;
      const options = { types: { a: "text", b: "text" }, delimiter: ",", missingMarks: [] } as const;
      const ends = (found: string) => found.replace(/\r\n?/g, "\n").trim();
      expect(valuesOf(text, options)).toEqual([0, 1].map((at) => rows.map((row) => ends(row[at]))));
    }),
    { numRuns: 300 },
  );
});

it("reads a file, and names it in errors", async () => {
  const folder = await mkdtemp(join(tmpdir(), "csv-"));
  const path = join(folder, "a.csv");
  await writeFile(path, "a,b\n1,2");
  expect((await readCsv(path)).columns[1].values).toEqual(Float64Array.of(2));
  await writeFile(path, "a,b\n1");
  await expect(readCsv(path)).rejects.toThrow(`readCsv: cannot use ${path}: parseCsv: line 2 has 1 fields`);
  await rm(folder, { recursive: true });
});
