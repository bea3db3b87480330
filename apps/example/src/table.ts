import type { RunResult } from "./run.ts";

type Column = readonly [title: string, cell: (result: RunResult) => string];

const columnsFor = ([{ metric }]: readonly RunResult[]): readonly Column[] => [
  ["model", (r) => r.model],
  ["parameters", (r) => r.parameters.toLocaleString("en")],
  ["epochs", (r) => String(r.epochs)],
  [
    `test ${metric}`,
    ({ tested }) => (metric === "accuracy" ? `${(tested * 100).toFixed(2)} %` : tested.toPrecision(4)),
  ],
  ["seconds", (r) => r.seconds.toFixed(1)],
  ["samples/s", (r) => Math.round(r.samplesPerSecond).toLocaleString("en")],
  ["backend", (r) => r.backend],
];

/** What the runs came to, as a table for the terminal. All measured the same. */
export function resultTable(results: readonly RunResult[]): string {
  const columns = columnsFor(results);
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
