/** Something that took time, inside of what is one less deep. */
export interface Span {
  readonly name: string;
  /** 0 for the whole step. */
  readonly depth: number;
  /** Milliseconds since the step began, and how long it took. */
  readonly start: number;
  readonly milliseconds: number;
}

/**
 * Spans as boxes: from left to right as time goes, what happens inside of a span below it, each as wide as it took long. A
 * box too narrow for its name shows the beginning.
 */
export function flame(spans: readonly Span[], columns: number): string {
  const [{ milliseconds: total }] = spans;
  const place = (time: number) => (total > 0 ? Math.round((time / total) * columns) : 0);
  const rows: string[][] = [];
  for (const { name, depth, start, milliseconds } of spans) {
    const [from, to] = [place(start), Math.min(columns, place(start + milliseconds))];
    const row = (rows[depth] ??= new Array<string>(columns).fill(" "));
    const box = `│${name}`.padEnd(to - from, "─").slice(0, to - from);
    for (let i = 0; i < box.length; i++) row[from + i] = box[i];
  }
  return rows.map((row) => row.join("").trimEnd()).join("\n");
}
