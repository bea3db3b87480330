import { DataError } from "../data-error.ts";
import type { Rows } from "../rows.ts";
import type { Column } from "./column.ts";
import { checkFinite } from "./features.ts";

/** To tell classes apart, or to predict numbers. */
export type TableTask = "classification" | "regression";

/** A column without missing values as what to predict. */
export function targetsOf(
  column: Column,
  task: TableTask | undefined,
  lines: Int32Array,
): { targets: Rows; classes?: readonly string[] } {
  if (column.type === "text" || (column.type === "category" && task === "regression"))
    return refuse(column, task);
  const shape = [column.values.length];
  if (column.type === "category")
    return { targets: { data: column.values, shape }, classes: column.categories };
  checkFinite(column, lines);
  if (task !== "classification")
    return { targets: { data: Float32Array.from(column.values), shape: [...shape, 1] } };
  const classes = [...new Set(column.values)].toSorted((a, b) => a - b);
  const places = new Map(classes.map((value, place) => [value, place]));
  const data = Int32Array.from(column.values, (value) => places.get(value) ?? 0);
  return { targets: { data, shape }, classes: classes.map(String) };
}

function refuse({ name, type }: Column, task: TableTask | undefined): never {
  const rule =
    type === "text"
      ? 'texts; read it with the type "category" or "number"'
      : `categories, which are no task of ${task}; leave \`task\` out`;
  throw new DataError("tableDataset", `the target ${JSON.stringify(name)} holds ${rule}`);
}
