import { DataError } from "../data-error.ts";
import type { Column, NumberColumn } from "./column.ts";

/** What to do about missing values. */
export type Missing = "refuse" | "drop" | { readonly fill: "mean" | "median" | number };

/** Columns to learn from without missing values, and where their rows begin in the file. */
export interface WholeColumns {
  readonly features: readonly Column[];
  readonly target: Column;
  readonly lines: Int32Array;
}

/** Refuses missing values, leaves out their rows, or fills them in. */
export function withoutMissing(
  features: readonly Column[],
  target: Column,
  lines: Int32Array,
  policy: Missing,
): WholeColumns {
  if (policy === "drop") return dropped(features, target, lines);
  refuseMissing(target, lines);
  if (policy !== "refuse")
    return { features: features.map((column) => filled(column, policy.fill)), target, lines };
  features.forEach((column) => refuseMissing(column, lines));
  return { features, target, lines };
}

/** Whether a column has no value in a row. */
export function isMissing(column: Column, row: number): boolean {
  if (column.type === "number") return Number.isNaN(column.values[row]);
  return column.type === "category" ? column.values[row] === -1 : column.values[row] === undefined;
}

/** Refuses a column that has no value in some row. */
export function refuseMissing(column: Column, lines: Int32Array): void {
  const row = lines.findIndex((_, at) => isMissing(column, at));
  if (row === -1) return;
  throw new DataError(
    "tableDataset",
    `line ${lines[row]}, column ${JSON.stringify(column.name)}: the value is missing; ` +
      'give missing: "drop", or { fill } for features',
  );
}

function dropped(features: readonly Column[], target: Column, lines: Int32Array): WholeColumns {
  const all = [target, ...features];
  const rows = Array.from(lines.keys()).filter((row) => !all.some((column) => isMissing(column, row)));
  if (rows.length === 0)
    throw new DataError(
      "tableDataset",
      `each of ${lines.length} rows lacks a value; leave out features, or fill`,
    );
  return {
    features: features.map((column) => rowsOf(column, rows)),
    target: rowsOf(target, rows),
    lines: Int32Array.from(rows, (row) => lines[row]),
  };
}

function rowsOf(column: Column, rows: readonly number[]): Column {
  if (column.type === "number")
    return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) };
  if (column.type === "category")
    return { ...column, values: Int32Array.from(rows, (row) => column.values[row]) };
  return { ...column, values: rows.map((row) => column.values[row]) };
}

function filled(column: Column, fill: "mean" | "median" | number): Column {
  if (column.type === "text" || !column.values.some((_, row) => isMissing(column, row))) return column;
  if (column.type === "number") {
    const filling = fillingFor(column, fill);
    return { ...column, values: column.values.map((value) => (Number.isNaN(value) ? filling : value)) };
  }
  const { categories, values } = column;
  const place = categories.length;
  return {
    ...column,
    categories: [...categories, "missing"],
    values: values.map((at) => (at === -1 ? place : at)),
  };
}

function fillingFor({ name, values }: NumberColumn, fill: "mean" | "median" | number): number {
  if (typeof fill === "number") return fill;
  const present = values.filter((value) => !Number.isNaN(value)).sort();
  if (present.length === 0)
    throw new DataError(
      "tableDataset",
      `column ${JSON.stringify(name)} has no values; leave it out, or fill with a number`,
    );
  if (fill === "mean") return present.reduce((sum, value) => sum + value, 0) / present.length;
  const [low, high] = [present[(present.length - 1) >> 1], present[present.length >> 1]];
  return (low + high) / 2;
}
