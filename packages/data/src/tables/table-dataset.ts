import { DataError } from "../data-error.ts";
import { dataset, type Dataset } from "../dataset.ts";
import type { Rows } from "../rows.ts";
import type { Column } from "./column.ts";
import type { Table } from "./csv.ts";
import { featuresOf, type Feature } from "./features.ts";
import { withoutMissing, type Missing } from "./missing.ts";
import { targetsOf, type TableTask } from "./targets.ts";

export interface TableDatasetOptions {
  /** The name of the column to predict. */
  readonly target: string;
  /** The names of the columns to predict from; all others unless given. */
  readonly features?: readonly string[] | undefined;
  /** "classification" makes classes of a target's numbers, too. By default numbers are regression, categories classes. */
  readonly task?: TableTask | undefined;
  /**
   * What to do about missing values: "refuse" them (unless given), "drop" their rows, or fill numbers with the column's
   * mean, its median or a number; a missing category is then one more category. Targets are never filled.
   */
  readonly missing?: Missing | undefined;
  /** A category as one column for each that is 0 or 1 ("oneHot" unless given), or as one column with its "index". */
  readonly categories?: "oneHot" | "index" | undefined;
}

/** A data set that knows what the numbers of a row are called. */
export interface TableDataset extends Dataset {
  /** `height`, or `kind=oak` where a category became several columns. */
  readonly features: readonly string[];
}

/**
 * A table as a data set. Inputs are a `Float32Array` of shape `[n, features]`. Classes are an `Int32Array` of shape `[n]`,
 * numbers to predict a `Float32Array` of shape `[n, 1]`.
 *
 * A mean or median to fill with is that of all rows, those to be tested with included: split first where that matters.
 * Throws a `DataError` where a value is missing, infinite or beyond float32, and for columns of texts.
 *
 * @example
 * const table = parseCsv("height,leaf,kind\n1.5,round,oak\n3,long,elm\n2,round,oak");
 * const data = tableDataset(table, { target: "kind" });
 * data.features; // ["height","leaf=long","leaf=round"]
 * data.inputs.data; // [1.5,0,1,3,1,0,2,0,1]
 * data.classes; // ["elm","oak"]
 */
export function tableDataset(table: Table, options: TableDatasetOptions): TableDataset {
  const { target, missing = "refuse", categories = "oneHot" } = options;
  const named = columnsByName(table);
  const used = options.features ?? table.columns.map(({ name }) => name).filter((name) => name !== target);
  if (used.length === 0) throw new DataError(operation, "no features; give a table of at least two columns");
  if (used.includes(target))
    throw new DataError(operation, `${target} is the target and among the features; leave it out of one`);
  const chosen = withoutMissing(used.map(named), named(target), table.lines, missing);
  const features = featuresOf(chosen.features, categories, chosen.lines);
  const { targets, classes } = targetsOf(chosen.target, options.task, chosen.lines);
  const rows = dataset({
    inputs: inputsOf(features, chosen.lines.length),
    targets,
    ...(classes === undefined ? {} : { classes }),
  });
  return { ...rows, features: features.map(({ name }) => name) };
}

const operation = "tableDataset";

function columnsByName({ columns }: Table): (name: string) => Column {
  const named = new Map(columns.map((column) => [column.name, column]));
  return (name) => {
    const column = named.get(name);
    if (column !== undefined) return column;
    const names = columns.slice(0, 20).map((other) => other.name);
    throw new DataError(
      operation,
      `no column is called ${JSON.stringify(name)}; there are ${names.join(", ")}`,
    );
  };
}

/** More numbers than this are 4 GiB. */
const mostNumbers = 2 ** 30;

function inputsOf(features: readonly Feature[], rows: number): Rows {
  const width = features.length;
  if (rows * width > mostNumbers)
    throw new DataError(
      operation,
      `${rows} rows of ${width} features are more than ${mostNumbers} numbers; stream the rows, or give categories as "index"`,
    );
  const data = new Float32Array(rows * width);
  features.forEach(({ value }, at) => {
    for (let row = 0; row < rows; row++) data[row * width + at] = value(row);
  });
  return { data, shape: [rows, width] };
}
