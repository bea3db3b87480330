import type { RunResult } from "./run.ts";

const columns: readonly (readonly [title: string, cell: (result: RunResult) => string])[] = [
  ["model", (r) => r.model],
  ["parameters", (r) => r.parameters.toLocaleString("en")],
  ["epochs", (r) => String(r.epochs)],
  ["test accuracy", (r) => `${(r.testAccuracy * 100).toFixed(2)} %`],
  ["seconds", (r) => r.seconds.toFixed(1)],
  ["samples/s", (r) => Math.round(r.samplesPerSecond).toLocaleString("en")],
  ["backend", (r) => r.backend],
];

/** What the runs came to, as a table for the terminal. */
export function resultTable(results: readonly RunResult[]): string {
  const rows = [
    columns.map(([title]) => title),
    ...results.map((result) => columns.map(([, cell]) => cell(result))),
  ];
  const widths = columns.map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join("  ");
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join("\n");
}
