import type { ActivationFacts } from "piecewise";
import type { Curves } from "./curves.ts";

const height = 16;

/** Both curves drawn with characters, as wide as the terminal, with the facts above. */
export function terminalPlot(facts: ActivationFacts, curves: Curves, columns: number): string {
  const width = Math.max(20, Math.min(100, columns - 9));
  const { low, high } = extent([...curves.value, ...curves.derivative]);
  const rowOf = (y: number) => Math.round(((high - y) / (high - low)) * (height - 1));
  const canvas = Array.from({ length: height }, () => new Array<string>(width).fill(" "));
  if (low <= 0 && high >= 0) canvas[rowOf(0)].fill("·");
  const zero = columnOf(0, curves, width);
  canvas.forEach((row) => (row[zero] = row[zero] === "·" ? "┼" : "│"));
  draw(canvas, curves.x, curves.derivative, "∘", rowOf, (x) => columnOf(x, curves, width));
  draw(canvas, curves.x, curves.value, "●", rowOf, (x) => columnOf(x, curves, width));
  const labels = new Map([
    [0, high],
    [rowOf(0), 0],
    [height - 1, low],
  ]);
  const lines = canvas.map((row, i) => `${label(labels.get(i))} ${row.join("")}`);
  return [...heading(facts), ...lines, axis(curves, width)].join("\n");
}

function heading({ name, formula, range, kinks, saturation, gain }: ActivationFacts): string[] {
  const at = kinks.map((kink) => `${kink.at} (we return ${kink.derivative})`).join(", ");
  const flat = [
    saturation.below === undefined ? "" : `below ${saturation.below}`,
    saturation.above === undefined ? "" : `above ${saturation.above}`,
  ];
  return [
    `● ${name}(x) = ${formula}`,
    `∘ its derivative`,
    `range ${bound(range[0])} … ${bound(range[1])}   gain ${gain.toFixed(4)}   ` +
      `flat ${flat.filter(Boolean).join(" and ") || "nowhere"}` +
      (at === "" ? "" : `   not differentiable at ${at}`),
    "",
  ];
}

const bound = (n: number) =>
  Math.abs(n) === Infinity ? (n > 0 ? "∞" : "−∞") : String(Number(n.toPrecision(4)));

function extent(values: readonly number[]) {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(1, ...finite)];
  return { low, high };
}

function columnOf(x: number, { x: xs }: Curves, width: number): number {
  const [first, last] = [xs[0], xs.at(-1)!];
  return Math.round(((x - first) / (last - first)) * (width - 1));
}

function draw(
  canvas: string[][],
  xs: readonly number[],
  ys: readonly number[],
  mark: string,
  rowOf: (y: number) => number,
  columnAt: (x: number) => number,
): void {
  xs.forEach((x, i) => {
    if (Number.isFinite(ys[i])) canvas[rowOf(ys[i])][columnAt(x)] = mark;
  });
}

const label = (value: number | undefined) =>
  (value === undefined ? "" : String(Number(value.toPrecision(3)))).padStart(7);

/** The numbers below the plot: both ends and 0. */
function axis(curves: Curves, width: number): string {
  const line = new Array<string>(width + 1).fill(" ");
  const put = (text: string, at: number) => [...text].forEach((char, i) => (line[at + i] = char));
  put("-5", 0);
  put("0", columnOf(0, curves, width));
  put("10", width - 2);
  return `${" ".repeat(8)}${line.join("")}`.trimEnd();
}
