import type { RunResult } from "./run.ts";
import { textTable } from "./text-table.ts";

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
  const rows = results.map((result) => columns.map(([, cell]) => cell(result)));
  return textTable(
    columns.map(([title]) => title),
    rows,
  );
}
