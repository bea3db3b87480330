import papa from "papaparse";
import { DataError } from "../data-error.ts";

/** A line of a table, cut into its fields; with line breaks inside of quotes, several lines. */
export interface CsvRecord {
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

export interface CsvFormat {
  /** What stands between fields. Guessed from the beginning unless given: a comma, semicolon, tab or bar. */
  readonly delimiter?: string | undefined;
  /** What is refused because no table looks like that: 10,000 columns and 100,000 characters in a field unless given. */
  readonly limits?: { readonly columns?: number; readonly fieldLength?: number } | undefined;
}

export interface RecordReader {
  /** The records that are whole once `piece` has come. */
  push(piece: string): CsvRecord[];
  /** The rest. */
  end(): CsvRecord[];
}

/** Cuts a table into records, however its text is cut into pieces. Blank lines are left out; line breaks become `\n`. */
export function recordReader(operation: string, { delimiter, limits = {} }: CsvFormat): RecordReader {
  const { columns = 10_000, fieldLength = 100_000 } = limits;
  checkDelimiter(operation, delimiter);
  let parser = delimiter === undefined ? undefined : parserFor(delimiter);
  let rest = "";
  let line = 1;
  const read = (last: boolean): CsvRecord[] => {
    if (!last && parser === undefined && rest.length < sample) return [];
    // A line break may be cut in two.
    const held = !last && rest.endsWith("\r") ? "\r" : "";
    const text = rest.slice(0, rest.length - held.length).replace(/\r\n?/g, "\n");
    parser ??= parserFor(guessed(text));
    const { data, errors, cursor } = parsed(parser, text, !last);
    rest = last ? "" : text.slice(cursor) + held;
    const quoted = text.includes('"');
    const records = data.map((fields) => {
      const record = { line, fields };
      line += 1 + (quoted ? lineBreaks(fields) : 0);
      return record;
    });
    // What looks malformed in a record that is not whole may be mended by the next piece.
    const malformed = errors.find(({ row }) => row < records.length);
    if (malformed !== undefined) refuseQuotes(operation, records[malformed.row].line);
    records.forEach((record) => check(operation, record, columns, fieldLength));
    // An opened quote would take in the whole file.
    if (rest.length > fieldLength)
      for (const fields of parsed(parser, rest, false).data)
        check(operation, { line, fields }, columns, fieldLength);
    return records.filter(({ fields }) => fields.length > 1 || fields[0].trim() !== "");
  };
  return {
    push: (piece) => ((rest += piece), read(false)),
    end: () => read(true),
  };
}

/** From so many characters, a delimiter is guessed. */
const sample = 1 << 16;

interface Parsed {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly row: number }[];
  readonly cursor: number;
}

function parsed(parser: papa.Parser, text: string, ignoreLastRow: boolean): Parsed {
  const { data, errors, meta } = parser.parse(text, 0, ignoreLastRow) as papa.ParseResult<string[]>;
  return { data, errors: errors.map(({ row = 0 }) => ({ row })), cursor: meta.cursor };
}

const parserFor = (delimiter: string) => new papa.Parser({ delimiter, newline: "\n" });

function guessed(text: string): string {
  const { meta } = papa.parse<string[]>(text.slice(0, sample), { preview: 20, newline: "\n" });
  return meta.delimiter;
}

function checkDelimiter(operation: string, delimiter: string | undefined): void {
  if (delimiter === undefined || (delimiter.length === 1 && !'\r\n"\ufeff'.includes(delimiter))) return;
  throw new DataError(
    operation,
    `delimiter is ${JSON.stringify(delimiter)}; give one character that is no quote and no line break`,
  );
}

function lineBreaks(fields: readonly string[]): number {
  return fields.reduce((sum, field) => sum + field.split("\n").length - 1, 0);
}

function refuseQuotes(operation: string, line: number): never {
  const remedy = 'close it, and write " within quotes twice';
  throw new DataError(operation, `a quoted field in line ${line} does not end where it should; ${remedy}`);
}

function check(operation: string, { line, fields }: CsvRecord, columns: number, fieldLength: number): void {
  if (fields.length > columns)
    throw new DataError(
      operation,
      `line ${line} has ${fields.length} columns or more, at most ${columns} are read; ` +
        "give the right delimiter, or raise `limits.columns`",
    );
  const long = fields.find(({ length }) => length > fieldLength);
  if (long === undefined) return;
  throw new DataError(
    operation,
    `a field in line ${line} has ${long.length} characters or more, at most ${fieldLength} are read; ` +
      "look for a quote that does not end, or raise `limits.fieldLength`",
  );
}
