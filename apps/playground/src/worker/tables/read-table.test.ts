import { expect, it } from "vitest";
import { treesCsv } from "../../own/files-under-test.ts";
import { ownTable } from "../../own/table-under-test.ts";
import { columnsIn } from "./read-table.ts";

it("a table has columns, and rows of numbers with a class each", async () => {
  const { rows } = await ownTable("height,leaf,kind\n1,round,oak\n2,long,elm\n");
  expect(rows.columns).toEqual(["height", "leaf", "kind"]);
  expect([rows.data.features, rows.data.classes]).toEqual([
    ["height", "leaf=long", "leaf=round"],
    ["elm", "oak"],
  ]);
});

it.each<[string, string, string, string]>([
  ["an empty table", "", "kind", "trees.csv: parseCsv: no names of columns"],
  ["names alone", "height,kind", "kind", "trees.csv: "],
  [
    "a missing value",
    "height,kind\n1,oak\n,elm",
    "kind",
    'line 3, column "height": the value is missing; fill it in',
  ],
  ["a row that is short", "height,width,kind\n1,2,oak\n1,elm", "kind", "line 3 has 2 fields, expected 3"],
  [
    "names of their own",
    `name,kind\n${Array.from({ length: 101 }, (_, i) => `n${i},${i % 2 === 0 ? "oak" : "elm"}`).join("\n")}`,
    "kind",
    'column "name" holds texts; leave the column out of the file',
  ],
  ["one class", "height,kind\n1,oak\n2,oak", "kind", 'the target "kind" has 1 different values'],
  ["a measure as the target", treesCsv(50), "height", "at most 20 classes are told apart here"],
  ["a column there is not", treesCsv(50), "age", 'no column is called "age"'],
])("%s: refused, with the reason", async (_, content, target, reason) => {
  await expect(ownTable(content, { target })).rejects.toThrow(reason);
});

it("a table of one column has nothing to tell from another", async () => {
  await expect(columnsIn(new File(["kind\noak\nelm"], "trees.csv"))).rejects.toThrow("a table of one column");
});
