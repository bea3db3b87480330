import type { AsyncBatches, Batch } from "../batch-source.ts";
import { DataError } from "../data-error.ts";
import type { ColumnType } from "../tables/column.ts";
import { checkNames, checkWidth, tableOf, type CsvOptions } from "../tables/csv.ts";
import { isMissing, refuseMissing } from "../tables/missing.ts";
import { recordReader, type CsvRecord } from "../tables/records.ts";
import { tableDataset, type TableDatasetOptions } from "../tables/table-dataset.ts";
import { utf8Decoder, withoutMark } from "../tables/utf8.ts";
import { chunksOf, type ChunkSource } from "./chunks.ts";

/** Those of `parseCsv` and `tableDataset`, but for what takes the whole file to know. */
export interface CsvRowsOptions extends CsvOptions, Omit<TableDatasetOptions, "task" | "missing"> {
  /** What columns hold: numbers, unless a list names the categories of one. */
  readonly types?: Readonly<Record<string, "number" | readonly string[]>> | undefined;
  /** What to do about missing values: "refuse" them (unless given), "drop" their rows, or fill numbers with a number. */
  readonly missing?: "refuse" | "drop" | { readonly fill: number } | undefined;
}

/**
 * The rows of a table of comma-separated values, piece by piece as the file is read, in batches of many sizes. For
 * `streamBatches`, which shuffles them and cuts them to size. Only the columns in use are looked at.
 *
 * @example
 * const text = "height,kind\n1.5,oak\n3,elm\n2,oak";
 * const rows = csvRows(() => new Blob([text]).stream(), { target: "kind", types: { kind: ["elm", "oak"] } });
 * for await (const { targets } of rows) targets.data; // [1,0,1]
 */
export function csvRows(source: ChunkSource, options: CsvRowsOptions): AsyncBatches {
  checkOptions(options);
  return {
    async *[Symbol.asyncIterator]() {
      const { names } = options;
      let batchOf = names === undefined ? undefined : batchMaker(names, options);
      for await (const records of recordsOf(source, options)) {
        const rows = batchOf === undefined ? records.slice(1) : records;
        batchOf ??= batchMaker(records[0].fields, options);
        const batch = rows.length === 0 ? undefined : batchOf(rows);
        if (batch !== undefined) yield batch;
      }
    },
  };
}

const operation = "csvRows";

function checkOptions({ missing = "refuse", types = {} }: CsvRowsOptions): void {
  if (typeof missing === "object" && !Number.isFinite(missing.fill))
    throw new DataError(operation, `missing values cannot be filled with ${missing.fill}; give a number`);
  const other = Object.entries(types).find(([, type]) => type !== "number" && !Array.isArray(type));
  if (other === undefined) return;
  throw new DataError(
    operation,
    `column ${JSON.stringify(other[0])} has the type ${JSON.stringify(other[1])}; give "number", or a list of its categories`,
  );
}

/** The records that each chunk completes, if there are any. */
async function* recordsOf(source: ChunkSource, options: CsvRowsOptions): AsyncGenerator<CsvRecord[]> {
  const reader = recordReader(operation, options);
  const decode = utf8Decoder(operation);
  let first = true;
  for await (const chunk of chunksOf(operation, source)) {
    const text = typeof chunk === "string" ? (first ? withoutMark(chunk) : chunk) : decode(chunk, false);
    first = false;
    const records = reader.push(text);
    if (records.length > 0) yield records;
  }
  const rest = [...reader.push(decode(undefined, true)), ...reader.end()];
  if (rest.length > 0) yield rest;
}

type BatchOf = (records: readonly CsvRecord[]) => Batch | undefined;

/** Makes a batch of records, or nothing where each lacks a value and such rows are dropped. */
function batchMaker(found: readonly string[], options: CsvRowsOptions): BatchOf {
  const names = checkNames(operation, options, found);
  const { target, features = names.filter((name) => name !== target), missing = "refuse" } = options;
  const used = new Set([...features, target]);
  const types = Object.fromEntries(names.map((name) => [name, typeOf(name, used, options)]));
  return (records) => {
    records.forEach((record) => checkWidth(operation, record, names.length));
    const { lines, columns: all } = tableOf(operation, names, records, { ...options, types });
    const columns = all.filter(({ name }) => used.has(name));
    const lacks = (row: number) => columns.some((column) => isMissing(column, row));
    if (missing === "drop" && lines.every((_, row) => lacks(row))) return undefined;
    // One more category would make a batch wider than others.
    if (typeof missing === "object")
      for (const column of columns) if (column.type === "category") refuseMissing(column, lines);
    const { inputs, targets } = tableDataset({ lines, columns }, { ...options, features, missing });
    return { inputs, targets };
  };
}

/** Columns that are not in use are texts, whatever they hold. */
function typeOf(name: string, used: ReadonlySet<string>, { types = {} }: CsvRowsOptions): ColumnType {
  if (!used.has(name)) return "text";
  return Object.hasOwn(types, name) ? types[name] : "number";
}
