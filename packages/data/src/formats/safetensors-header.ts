import { DataError } from "../data-error.ts";
import { dtypeNames, isSafetensorsDType, storedTypes, type SafetensorsDType } from "./safetensors-dtypes.ts";
import { sizeOf } from "./stored-array.ts";

/** Where an array lies among the bytes that follow the header. */
export interface StoredPlace {
  readonly name: string;
  readonly dtype: SafetensorsDType;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  readonly places: readonly StoredPlace[];
  /** Where the numbers begin. */
  readonly length: number;
}

/** The longest header that the format's own library reads. */
const longestHeader = 100_000_000;

/**
 * Reads the header and checks it as a whole: known kinds of numbers, sizes that fit, and arrays that lie one after the other
 * and fill the file.
 */
export function parseHeader(bytes: Uint8Array): SafetensorsHeader {
  const length = headerLength(bytes);
  const text = headerText(bytes.subarray(8, length));
  const entries = Object.entries(parsedObject(text));
  const metadata = checkMetadata(entries.find(([name]) => name === "__metadata__")?.[1] ?? {});
  const places = entries
    .filter(([name]) => name !== "__metadata__")
    .map(([name, entry]) => placeOf(name, entry));
  checkCoverage(places, bytes.length - length);
  return { metadata, places, length };
}

function refuse(found: string, remedy = "the file is damaged or no safetensors file"): never {
  throw new DataError("parseSafetensors", `${found}; ${remedy}`);
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < 8) refuse(`found ${bytes.length} bytes, expected at least 8`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > longestHeader)
    refuse(`the header is said to have ${length} bytes, at most ${longestHeader} are read`);
  if (8 + Number(length) > bytes.length)
    refuse(
      `the header is said to have ${length} bytes, but only ${bytes.length - 8} follow`,
      "the file is cut short",
    );
  return 8 + Number(length);
}

function headerText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse("the header is not UTF-8");
  }
}

function parsedObject(text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    return refuse(`the header is not JSON (${(cause as Error).message})`);
  }
  if (!text.startsWith("{") || !isRecord(parsed)) return refuse("the header is not a JSON object");
  checkNamesDiffer(text, Object.keys(parsed).length);
  return parsed;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `JSON.parse` keeps the last of several values of one name without a word. */
function checkNamesDiffer(text: string, names: number): void {
  let [depth, colons] = [0, 0];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (token === ":" && depth === 1) colons++;
  }
  if (colons > names) refuse(`the header names ${colons} entries, but only ${names} names differ`);
}

function checkMetadata(found: unknown): Record<string, string> {
  if (isRecord(found) && Object.values(found).every((value) => typeof value === "string"))
    return found as Record<string, string>;
  return refuse("__metadata__ is not an object of strings");
}

function placeOf(name: string, entry: unknown): StoredPlace {
  if (!isRecord(entry)) return refuse(`${quoted(name)} is not described by an object`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isSafetensorsDType(dtype))
    return refuse(
      `${quoted(name)} has the dtype ${JSON.stringify(dtype)}`,
      `only ${dtypeNames.join(", ")} are read; store it as one of them`,
    );
  if (!areSizes(shape)) return refuse(`${quoted(name)} has the shape ${JSON.stringify(shape)}`);
  if (!areSizes(offsets) || offsets.length !== 2)
    return refuse(`${quoted(name)} has the offsets ${JSON.stringify(offsets)}`);
  const [start, end] = offsets;
  const expected = sizeOf(shape) * storedTypes[dtype].bytes;
  if (end - start !== expected)
    return refuse(
      `${quoted(name)}, ${dtype} of shape [${shape.join(", ")}], needs ${expected} bytes and has ${end - start}`,
    );
  return { name, dtype, shape, start, end };
}

const quoted = (name: string) => JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);

const areSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);

/** Arrays must follow one another from the first byte to the last, so that no byte has two meanings, or none. */
function checkCoverage(places: readonly StoredPlace[], available: number): void {
  let covered = 0;
  for (const { name, start, end } of places.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < covered)
      refuse(`${quoted(name)} begins at ${start}, within the array before it, which ends at ${covered}`);
    if (start > covered)
      refuse(`the bytes from ${covered} to ${start}, before ${quoted(name)}, belong to no array`);
    covered = end;
  }
  if (covered > available)
    refuse(`the arrays need ${covered} bytes, but ${available} follow the header`, "the file is cut short");
  if (covered < available) refuse(`${available - covered} bytes after the last array belong to none`);
}
