import { format } from "node:util";
import { runInNewContext } from "node:vm";

/** What `console.log` would print. */
class Printed {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Stands for `console.log` where a comment says what it prints. */
export function printed(...values: unknown[]): Printed {
  return new Printed(format(...values));
}

/**
 * Compares a value, or what was printed, with the text that a comment promises; … at its end means that more may follow.
 * What is printed must be the same text.
 * A value is written with numbers to six significant digits, strings in quotes, arrays and plain objects as JSON, and a
 * tensor as the array it holds; the promised text is read in the same way, so its spaces and further digits are free.
 */
export async function shows(promised: string, value: unknown): Promise<void> {
  const expected = promised.trim();
  const actual = await value;
  const [want, got] =
    actual instanceof Printed
      ? [expected, actual.text.trim()]
      : [written(literal(expected)), written(await contents(actual))];
  if (want.endsWith("…") ? !got.startsWith(want.slice(0, -1)) : want !== got)
    throw new Error(`the comment says ${want}, the code gives ${got}`);
}

/** Text that is not a literal stands for itself. */
class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function literal(text: string): unknown {
  try {
    return runInNewContext(`(${text})`);
  } catch {
    return new Verbatim(text);
  }
}

async function contents(value: unknown): Promise<unknown> {
  const { array } = Object(value) as { array?: unknown };
  return typeof array === "function" ? await (array.call(value) as unknown) : value;
}

function written(value: unknown): string {
  if (value instanceof Verbatim) return value.text;
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  if (typeof value === "string") return JSON.stringify(value);
  if (ArrayBuffer.isView(value)) return written(Array.from(value as Float32Array));
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (isPlain(value))
    return `{${Object.entries(value)
      .map(([key, v]) => `${key}:${written(v)}`)
      .join(",")}}`;
  return format(value);
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && value.constructor?.name === "Object";
}
