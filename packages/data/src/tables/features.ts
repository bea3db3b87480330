import { DataError } from "../data-error.ts";
import type { Column, NumberColumn } from "./column.ts";

/** One number of each row. */
export interface Feature {
  readonly name: string;
  readonly value: (row: number) => number;
}

/** Columns without missing values as numbers: categories become one number each, or one for each category. */
export function featuresOf(
  columns: readonly Column[],
  categories: "oneHot" | "index",
  lines: Int32Array,
): Feature[] {
  return columns.flatMap((column) => {
    const { name } = column;
    if (column.type === "text") return refuseText(name);
    if (column.type === "number") checkFinite(column, lines);
    if (column.type === "number" || categories === "index")
      return [{ name, value: (row) => column.values[row] }];
    return column.categories.map((category, place) => ({
      name: `${name}=${category}`,
      value: (row: number) => (column.values[row] === place ? 1 : 0),
    }));
  });
}

/** Refuses what would be infinite among float32 numbers. */
export function checkFinite({ name, values }: NumberColumn, lines: Int32Array): void {
  const row = values.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (row === -1) return;
  throw new DataError(
    "tableDataset",
    `line ${lines[row]}, column ${JSON.stringify(name)}: ${values[row]} is not finite as float32; correct it, or scale the column`,
  );
}

function refuseText(name: string): never {
  throw new DataError(
    "tableDataset",
    `column ${JSON.stringify(name)} holds texts; leave it out of \`features\`, or read it with the type "category"`,
  );
}
