import { expect, it } from "vitest";
import { parseCsv } from "./csv.ts";
import { tableDataset, type TableDatasetOptions } from "./table-dataset.ts";

const trees = parseCsv("height,leaf,kind,age\n1,round,oak,10\n3,long,elm,?\n?,round,oak,30\n4,NA,elm,41");

const of = (options: Partial<TableDatasetOptions>) =>
  tableDataset(trees, { target: "kind", features: ["height", "leaf"], ...options });

it("refuses missing values by line and column", () => {
  expect(() => of({})).toThrow(
    'tableDataset: line 4, column "height": the value is missing; give missing: "drop"',
  );
});

it("drops rows that lack a value it uses, and no others", () => {
  const { inputs, targets, classes, features } = of({ missing: "drop" });
  expect(features).toEqual(["height", "leaf=long", "leaf=round"]);
  expect(inputs).toEqual({ data: Float32Array.of(1, 0, 1, 3, 1, 0), shape: [2, 3] });
  expect([targets, classes]).toEqual([{ data: Int32Array.of(1, 0), shape: [2] }, ["elm", "oak"]]);
});

it.each([
  ["mean", 8 / 3],
  ["median", 3],
  [-1, -1],
] as const)("fills numbers with %s, and makes missing categories one more", (fill, value) => {
  const { inputs, features } = of({ missing: { fill } });
  expect(features).toEqual(["height", "leaf=long", "leaf=round", "leaf=missing"]);
  expect(inputs.data).toEqual(Float32Array.of(1, 0, 1, 0, 3, 1, 0, 0, value, 0, 1, 0, 4, 0, 0, 1));
});

it("gives categories as indices when asked", () => {
  const { inputs } = of({ features: ["leaf"], missing: { fill: 0 }, categories: "index" });
  expect(inputs).toEqual({ data: Float32Array.of(1, 0, 1, 2), shape: [4, 1] });
});

it("takes numbers for regression, or for classes when asked", () => {
  const options = { target: "age", features: ["kind"], missing: "drop" } as const;
  const numbers = tableDataset(trees, options);
  expect(numbers.targets).toEqual({ data: Float32Array.of(10, 30, 41), shape: [3, 1] });
  expect(numbers.classes).toBeUndefined();
  const labelled = tableDataset(trees, { ...options, task: "classification" });
  expect([labelled.targets.data, labelled.classes]).toEqual([Int32Array.of(0, 1, 2), ["10", "30", "41"]]);
});

it("takes all other columns for features unless told", () => {
  expect(tableDataset(trees, { target: "kind", missing: "drop" }).features.at(-1)).toBe("age");
});

it.each<{ of: string; options: Partial<TableDatasetOptions>; says: string }>([
  {
    of: "an unknown target",
    options: { target: "width" },
    says: 'no column is called "width"; there are height',
  },
  { of: "an unknown feature", options: { features: ["width"] }, says: 'no column is called "width"' },
  { of: "no features", options: { features: [] }, says: "no features" },
  { of: "the target as a feature", options: { features: ["kind"] }, says: "kind is the target and among" },
  {
    of: "regression on classes",
    options: { task: "regression", missing: "drop" },
    says: "no task of regression",
  },
  { of: "filled targets", options: { target: "age", missing: { fill: 0 } }, says: 'line 3, column "age"' },
])("refuses $of", ({ options, says }) => {
  expect(() => of(options)).toThrow(says);
});

it.each([
  { of: "infinite targets", csv: "a,b\n1,inf", target: "b", says: 'column "b": Infinity is not finite' },
  { of: "features beyond float32", csv: "a,b\n1e39,1", target: "b", says: "1e+39 is not finite as float32" },
  { of: "no values at all", csv: "a,b\n?,1", target: "b", says: 'column "a" has no values' },
])("refuses $of", ({ csv, target, says }) => {
  expect(() => tableDataset(parseCsv(csv), { target, missing: { fill: "mean" } })).toThrow(says);
});

it.each(["features", "target"])("refuses texts as %s", (use) => {
  const table = parseCsv("a,b\nx,1", { types: { a: "text" } });
  const attempt = () => tableDataset(table, { target: use === "target" ? "a" : "b" });
  expect(attempt).toThrow('"a" holds texts');
});

it("refuses a table in which each row lacks a value", () => {
  const attempt = () => tableDataset(parseCsv("a,b\n?,1\n2,?"), { target: "b", missing: "drop" });
  expect(attempt).toThrow("each of 2 rows lacks a value");
});
