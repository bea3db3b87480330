import { DataError } from "../data-error.ts";
import { columnOf, type Column, type ColumnType } from "./column.ts";
import { recordReader, type CsvFormat, type CsvRecord } from "./records.ts";
import { utf8Decoder, withoutMark } from "./utf8.ts";

/** Columns of equal length. */
export interface Table {
  readonly columns: readonly Column[];
  /** Where each row begins in the file, for errors; its length is the number of rows. */
  readonly lines: Int32Array;
}

export interface CsvOptions extends CsvFormat {
  /** The names of the columns, for a file that does not begin with them. */
  readonly names?: readonly string[] | undefined;
  /** What columns hold, where it should not be inferred: `{ zip: "category", size: ["S", "M", "L"] }`. */
  readonly types?: Readonly<Record<string, ColumnType>> | undefined;
  /** What stands for a missing value: "", NA, N/A, NaN, nan, null and ? unless given. */
  readonly missingMarks?: readonly string[] | undefined;
}

/**
 * Reads a table of comma-separated values (RFC 4180): a line of names, then rows with a value for each. Fields may be in
 * quotes; a byte order mark, blank lines and spaces around values do not matter. Whole columns are numbers, categories or
 * texts: as `types` says, or else numbers where all values are; categories where at most 100 differ; texts.
 *
 * Throws a `DataError` that names the line: rows that are too long or too short, names that are missing or come twice,
 * values that are not of their column's type, quotes that do not end.
 *
 * @example
 * const { columns } = parseCsv("height,kind\n1.5,oak\n?,elm\n2,oak");
 * columns[0].values; // [1.5,NaN,2]
 * columns[1].values; // [1,0,1]
 */
export function parseCsv(content: string | Uint8Array, options: CsvOptions = {}): Table {
  const text = typeof content === "string" ? withoutMark(content) : utf8Decoder(operation)(content, true);
  const reader = recordReader(operation, options);
  const records: CsvRecord[] = [];
  for (let at = 0; at < text.length; at += piece)
    for (const record of reader.push(text.slice(at, at + piece))) records.push(record);
  for (const record of reader.end()) records.push(record);
  const names = checkNames(operation, options, options.names ?? records.shift()?.fields ?? []);
  return tableOf(operation, names, records, options);
}

/** Records as a table, once they all have as many fields as there are names. */
export function tableOf(
  operation: string,
  names: readonly string[],
  records: readonly CsvRecord[],
  { types = {}, missingMarks = usualMarks }: CsvOptions,
): Table {
  records.forEach((record) => checkWidth(operation, record, names.length));
  const lines = Int32Array.from(records, ({ line }) => line);
  const marks = new Set(missingMarks);
  const columns = names.map((name, at) => {
    const texts = records.map(({ fields }) => {
      const text = fields[at].trim();
      return marks.has(text) ? undefined : text;
    });
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    return columnOf({ operation, name, texts, lines }, type);
  });
  return { columns, lines };
}

/** The names of columns without spaces around them, once there is one for each and all differ. */
export function checkNames(
  operation: string,
  { types = {} }: CsvOptions,
  found: readonly string[],
): string[] {
  const names = found.map((name) => name.trim());
  if (names.length === 0)
    throw new DataError(operation, "no names of columns; give a file that is not empty");
  const known = new Set<string>();
  names.forEach((name, at) => {
    if (name === "") throw new DataError(operation, `column ${at + 1} has no name; ${remedy}`);
    if (known.has(name))
      throw new DataError(operation, `two columns are called ${JSON.stringify(name)}; ${remedy}`);
    known.add(name);
  });
  const unknown = Object.keys(types).find((name) => !known.has(name));
  if (unknown === undefined) return names;
  throw new DataError(
    operation,
    `no column is called ${JSON.stringify(unknown)}, as \`types\` says; the columns are ${names.slice(0, 20).join(", ")}`,
  );
}

const operation = "parseCsv";
const remedy = "give each column its name in the first line, or all of them as `names`";
const usualMarks = ["", "NA", "N/A", "NaN", "nan", "null", "?"];

/** So many characters are cut into records at once. */
const piece = 1 << 20;

/** Refuses a row that has not a value for each column. */
export function checkWidth(operation: string, { line, fields }: CsvRecord, width: number): void {
  if (fields.length === width) return;
  throw new DataError(
    operation,
    `line ${line} has ${fields.length} fields, expected ${width}; give a value for each column, empty where it is missing`,
  );
}
