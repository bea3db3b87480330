import type { Activation } from "@piecewise/activations";
import type { Curves } from "./curves.ts";
import { factTexts, namedFormula, numberText } from "./facts-text.ts";
import { wrap } from "./wrap.ts";

/** What stands for the function, for its derivative, and for both where they meet. */
export const marks = { value: "●", derivative: "○", both: "◉" } as const;

const height = 17;
/** Columns left of the plot, for the numbers of the axis. */
const gutter = 6;

/** Both curves drawn with characters, at most as wide as the terminal, with the facts above. */
export function terminalPlot(activation: Activation, curves: Curves, columns: number): string {
  const width = Math.max(10, Math.min(100, columns - gutter));
  const values = [...curves.value, ...curves.derivative].filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...values), Math.max(1, ...values)];
  const rowOf = (y: number) => Math.round(((high - y) / (high - low)) * (height - 1));
  const columnOf = columnsOf(curves, width);
  const canvas = emptyCanvas(width, rowOf(0), columnOf(0));
  curves.x.forEach((x, i) => {
    mark(canvas, rowOf(curves.derivative[i]), columnOf(x), marks.derivative);
    mark(canvas, rowOf(curves.value[i]), columnOf(x), marks.value);
  });
  const ticks = new Map(ticksBetween(low, high).map((y) => [rowOf(y), numberText(y)]));
  const rows = canvas.map((row, i) =>
    `${(ticks.get(i) ?? "").padStart(gutter - 1)} ${row.join("")}`.trimEnd(),
  );
  return [...heading(activation, columns), "", ...rows, xAxis(curves, width, columnOf)].join("\n");
}

function heading(activation: Activation, columns: number): string[] {
  const legend = [`${marks.derivative} its derivative`, `${marks.both} both`];
  return [
    ...wrap([`${marks.value} ${namedFormula(activation)}`], columns),
    ...wrap(legend, columns),
    ...wrap(factTexts(activation), columns),
  ];
}

function columnsOf({ x }: Curves, width: number): (x: number) => number {
  const [first, last] = [x[0], x.at(-1)!];
  return (at) => Math.round(((at - first) / (last - first)) * (width - 1));
}

/** Nothing but the two axes. */
function emptyCanvas(width: number, zeroRow: number, zeroColumn: number): string[][] {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      if (row === zeroRow) return column === zeroColumn ? "┼" : "─";
      return column === zeroColumn ? "│" : " ";
    }),
  );
}

function mark(canvas: string[][], row: number, column: number, char: string): void {
  if (!Number.isFinite(row)) return;
  const before = canvas[row][column];
  const other = char === marks.value ? marks.derivative : marks.value;
  canvas[row][column] = before === other || before === marks.both ? marks.both : char;
}

/** Round numbers, 0 among them, few enough to be read. */
function ticksBetween(low: number, high: number): number[] {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100];
  const step = steps.find((step) => (high - low) / step <= 6) ?? high - low;
  const [from, to] = [Math.ceil(low / step), Math.floor(high / step)];
  return Array.from({ length: to - from + 1 }, (_, i) => (from + i) * step);
}

/** The numbers below the plot. */
function xAxis({ x }: Curves, width: number, columnOf: (x: number) => number): string {
  const line = new Array<string>(width).fill(" ");
  for (const tick of ticksBetween(x[0], x.at(-1)!)) {
    const text = numberText(tick);
    const at = Math.min(columnOf(tick), width - text.length);
    [...text].forEach((char, i) => (line[at + i] = char));
  }
  return `${" ".repeat(gutter)}${line.join("")}`.trimEnd();
}
