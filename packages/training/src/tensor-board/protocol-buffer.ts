/** A field of a message: its number, and what it holds. */
export type Field = readonly [number: number, bytes: Uint8Array];

/** Fields one after the other: a message of Google's protocol buffers. */
export function message(...fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  return joinedBytes(fields.map(([, bytes]) => bytes));
}

/** A number of 64 bits. */
export function double(number: number, value: number): Field {
  return [number, joinedBytes([tag(number, 1), new Uint8Array(Float64Array.of(value).buffer)])];
}

/** A number of 32 bits. */
export function float(number: number, value: number): Field {
  return [number, joinedBytes([tag(number, 5), new Uint8Array(Float32Array.of(value).buffer)])];
}

/** A whole number, at least 0. */
export function whole(number: number, value: number): Field {
  return [number, joinedBytes([tag(number, 0), variable(value)])];
}

/** Bytes, a text, or a message inside. */
export function inside(number: number, value: Uint8Array | string): Field {
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return [number, joinedBytes([tag(number, 2), variable(bytes.length), bytes])];
}

/** Numbers of 64 bits in a row. */
export function doubles(number: number, values: readonly number[]): Field {
  return inside(number, new Uint8Array(Float64Array.from(values).buffer));
}

function tag(number: number, kind: number): Uint8Array {
  return variable(number * 8 + kind);
}

/** Seven bits a byte, the lowest first. */
function variable(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.of(...bytes, rest);
}

/** Bytes in one piece. */
export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
