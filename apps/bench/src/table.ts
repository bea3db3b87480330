import type { Absence, Row } from "./measure.ts";
import { lessIsBetter } from "./works.ts";

const ours = "piecewise-wasm";
const peak = "wasm-peak";

const columns: readonly (readonly [title: string, cell: (row: Row, all: readonly Row[]) => string])[] = [
  ["peer", (row) => row.peer],
  ["threads", (row) => String(row.threads)],
  ["median", (row) => digits(row.median)],
  ["min–max", (row) => `${digits(row.min)}–${digits(row.max)}`],
  ["unit", (row) => row.unit],
  [`${ours} is`, (row, all) => times(ratio(row, all))],
  ["of 1 thread", (row, all) => times(gainOfThreads(row, all))],
  ["of the peak", (row, all) => percent(shareOfPeak(row, all))],
];

/** The rows of one work, as a table for the terminal; columns that say nothing of this work are left out. */
export function workTable(rows: readonly Row[]): string {
  const filled = columns.filter(([, cell]) => rows.some((row) => cell(row, rows) !== ""));
  const cells = [
    filled.map(([title]) => title),
    ...rows.map((row) => filled.map(([, cell]) => cell(row, rows))),
  ];
  const widths = filled.map((_, c) => Math.max(...cells.map((line) => line[c].length)));
  const lines = cells.map((line) =>
    line.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join("  "),
  );
  return [rows[0].work, ...lines.map((line) => `  ${line.trimEnd()}`)].join("\n");
}

/** How many times faster, or smaller, piecewise-wasm is than this peer, with as many threads. */
export function ratio({ peer, threads, unit, median }: Row, all: readonly Row[]): number | undefined {
  if (peer === ours || peer === peak) return undefined;
  const own = all.find((row) => row.peer === ours && row.threads === threads);
  if (own === undefined) return undefined;
  return lessIsBetter(unit) ? median / own.median : own.median / median;
}

/** How many times faster training is than with one thread, where there are more. */
export function gainOfThreads({ peer, threads, unit, median }: Row, all: readonly Row[]): number | undefined {
  const alone = all.find((row) => row.peer === peer && row.threads === 1);
  return threads === 1 || unit !== "steps/s" ? undefined : alone && median / alone.median;
}

/** Which part of one core's measured peak this is. */
export function shareOfPeak({ peer, unit, median }: Row, all: readonly Row[]): number | undefined {
  const top = all.find((row) => row.peer === peak);
  return top === undefined || peer === peak || unit !== "GFLOP/s" ? undefined : median / top.median;
}

/** What could not be measured; peers that did not start first. Works with the same reason share a line. */
export function absenceList(absences: readonly Absence[]): string {
  if (absences.length === 0) return "Nothing was absent.";
  const alike = Map.groupBy(absences, ({ peer, threads, reason }) => `${peer} ${threads} ${reason}`);
  const line = (group: readonly Absence[]) => {
    const [{ peer, threads, work, reason }] = group;
    const works = work === undefined ? "" : `, ${work}${others(group.length - 1)}`;
    return `  ${peer}, ${threads} thread${threads > 1 ? "s" : ""}${works}: ${reason}`;
  };
  return ["Absent:", ...[...alike.values()].map(line)].join("\n");
}

const others = (count: number) => (count === 0 ? "" : ` and ${count} other${count > 1 ? "s" : ""}`);

/** Three significant digits, never with an exponent. */
export const digits = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
const times = (value: number | undefined) => (value === undefined ? "" : `${value.toFixed(2)}×`);
const percent = (value: number | undefined) => (value === undefined ? "" : `${Math.round(value * 100)} %`);
