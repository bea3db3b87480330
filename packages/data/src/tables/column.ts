import { DataError } from "../data-error.ts";

/** A column of numbers; a missing one is NaN. */
export interface NumberColumn {
  readonly name: string;
  readonly type: "number";
  readonly values: Float64Array;
}

/** A column of few different texts: the index of each among `categories`, or -1 where it is missing. */
export interface CategoryColumn {
  readonly name: string;
  readonly type: "category";
  readonly values: Int32Array;
  readonly categories: readonly string[];
}

/** A column of texts; a missing one is `undefined`. */
export interface TextColumn {
  readonly name: string;
  readonly type: "text";
  readonly values: readonly (string | undefined)[];
}

/** A column of a table: numbers, categories or texts. */
export type Column = NumberColumn | CategoryColumn | TextColumn;

/** What a column holds. A list names its categories in their order; any other text is then refused. */
export type ColumnType = Column["type"] | readonly string[];

/** The fields of a column as they stand in a file, and the lines they stand in. */
export interface Fields {
  readonly operation: string;
  readonly name: string;
  /** `undefined` where a value is missing. */
  readonly texts: readonly (string | undefined)[];
  readonly lines: ArrayLike<number>;
}

/** A typed column. Without a type: numbers if all are; categories if at most 100 texts differ; else texts. */
export function columnOf(fields: Fields, type: ColumnType = inferredType(fields.texts)): Column {
  const { name, texts } = fields;
  if (type === "text") return { name, type, values: texts };
  if (type === "number") return { name, type, values: numbersIn(fields) };
  const categories = type === "category" ? categoriesIn(texts) : type;
  return { name, type: "category", values: indicesIn(fields, categories), categories };
}

const mostCategories = 100;

function inferredType(texts: Fields["texts"]): "number" | "category" | "text" {
  const present = texts.filter((text) => text !== undefined);
  if (present.every((text) => !Number.isNaN(numberIn(text)))) return "number";
  return new Set(present).size <= mostCategories ? "category" : "text";
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const infinite = /^([+-]?)inf(?:inity)?$/i;

/** Not `Number`, which takes "" for 0 and reads hexadecimals. */
function numberIn(text: string): number {
  if (decimal.test(text)) return Number(text);
  const sign = infinite.exec(text)?.[1];
  if (sign === undefined) return Number.NaN;
  return sign === "-" ? -Infinity : Infinity;
}

function numbersIn(fields: Fields): Float64Array {
  return Float64Array.from(fields.texts, (text, row) => {
    const value = text === undefined ? undefined : numberIn(text);
    if (Number.isNaN(value))
      refuse(fields, row, 'is no number; correct it, name it in `missingMarks`, or give the type "category"');
    return value ?? Number.NaN;
  });
}

function categoriesIn(texts: Fields["texts"]): string[] {
  return [...new Set(texts)].filter((text) => text !== undefined).toSorted();
}

function indicesIn(fields: Fields, categories: readonly string[]): Int32Array {
  const places = new Map(categories.map((category, place) => [category, place]));
  return Int32Array.from(fields.texts, (text, row) => {
    const place = text === undefined ? -1 : places.get(text);
    return place ?? refuse(fields, row, `is none of the categories ${shown(categories)}`);
  });
}

function shown(categories: readonly string[]): string {
  const first = categories.slice(0, 10).map((category) => JSON.stringify(category));
  return categories.length > 10 ? `${first.join(", ")}, …` : first.join(", ");
}

function refuse({ operation, name, texts, lines }: Fields, row: number, rule: string): never {
  const found = JSON.stringify(texts[row]?.slice(0, 80));
  throw new DataError(operation, `line ${lines[row]}, column ${JSON.stringify(name)}: ${found} ${rule}`);
}
