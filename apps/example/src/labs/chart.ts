import * as Plot from "@observablehq/plot";
import { heading, lineColours, svg, textColour } from "../svg.ts";
import { short, type Lab } from "./lab.ts";
import type { VariantOverSeeds } from "./over-seeds.ts";

const size = { width: 780, height: 430, top: 74, bottom: 52, left: 74, right: 200 } as const;
const dashes = ["none", "9 4", "2 4", "12 4 2 4", "5 3", "1 3"] as const;
const labelHeight = 18;

interface Point {
  readonly x: number;
  readonly y: number;
  readonly least: number;
  readonly greatest: number;
}

/** The curves of an experiment: the median over the seeds as a line, from the least to the greatest as a band. */
export function labFigure(
  { title, chart }: Pick<Lab, "title" | "chart">,
  variants: readonly VariantOverSeeds[],
  seeds: number,
): string {
  const curves = variants.map((variant) => pointsOf(variant, chart.x));
  const domain = chart.y.domain ?? extent(curves.flat());
  const { label: xLabel } = chart.x;
  const { label: yLabel, type = "linear" } = chart.y;
  const [x, y] = [
    { label: xLabel, tickSize: 0, labelAnchor: "center", labelArrow: "none", labelOffset: 42, ticks: 8 },
    { label: yLabel, tickSize: 0, labelAnchor: "center", labelArrow: "none", labelOffset: 62, ticks: 6 },
  ] as const;
  const inside = curves.map((points) => points.filter(({ y }) => isInside(y, domain)));
  return svg(`${title}: ${yLabel} by ${xLabel}`, {
    ...{ width: size.width, height: size.height },
    ...{ marginTop: size.top, marginBottom: size.bottom, marginLeft: size.left, marginRight: size.right },
    x: { ...x, tickFormat: wholeNumber },
    y: { ...y, type, domain: [...domain], tickFormat: type === "log" ? powerOfTen : short },
    marks: [
      Plot.gridX({ ticks: 8, stroke: textColour, strokeOpacity: 0.18 }),
      Plot.gridY({ ticks: 6, stroke: textColour, strokeOpacity: 0.18 }),
      ...inside.flatMap((points, i) => [bandOf(points, domain, i), lineOf(points, i)]),
      ...endLabels(variants, inside, { domain, type }),
      heading(title, size.left, -48, { fontSize: 17, fontWeight: "bold", fill: textColour }),
      heading(subtitle(seeds), size.left, -24, { fontSize: 12, fill: textColour }),
    ],
  });
}

const subtitle = (seeds: number) =>
  seeds === 1 ? "one seed" : `lines: the median of ${seeds} seeds; bands: from the least to the greatest`;

function pointsOf({ curve }: VariantOverSeeds, { from = 0 }: Lab["chart"]["x"]): Point[] {
  return curve.map(({ median, least, greatest }, i) => ({ x: from + i, y: median, least, greatest }));
}

function extent(points: readonly Point[]): [number, number] {
  const values = points.flatMap(({ y, least, greatest }) => [y, least, greatest]).filter(Number.isFinite);
  return [Math.min(...values), Math.max(...values)];
}

const isInside = (y: number, [low, high]: readonly [number, number]) => y >= low && y <= high;

function bandOf(points: readonly Point[], [low, high]: readonly [number, number], i: number): Plot.Markish {
  const bounded = (y: number) => (Number.isNaN(y) ? high : Math.min(high, Math.max(low, y)));
  return Plot.areaY(points, {
    x: "x",
    y1: ({ least }: Point) => bounded(least),
    y2: ({ greatest }: Point) => bounded(greatest),
    fill: lineColours[i],
    fillOpacity: 0.14,
  });
}

function lineOf(points: readonly Point[], i: number): Plot.Markish {
  const style = { stroke: lineColours[i], strokeWidth: 2.5, strokeDasharray: dashes[i] };
  return Plot.lineY(points, { x: "x", y: "y", ...style, strokeLinecap: "round" });
}

/** The variants' names where the frame ends, at the height of their curves' ends, moved apart where they would touch. */
function endLabels(
  variants: readonly VariantOverSeeds[],
  curves: readonly (readonly Point[])[],
  {
    domain: [low, high],
    type,
  }: { readonly domain: readonly [number, number]; readonly type: "linear" | "log" },
): Plot.Markish[] {
  const scale = type === "log" ? Math.log : (y: number) => y;
  const frame = size.height - size.top - size.bottom;
  const heightOf = (y: number) => ((scale(high) - scale(y)) / (scale(high) - scale(low))) * frame;
  const ends = curves.flatMap((points, i) => {
    const end = points.at(-1);
    return end === undefined ? [] : [{ i, at: heightOf(end.y) }];
  });
  return spread(ends.toSorted((a, b) => a.at - b.at)).map(({ i, at }) =>
    Plot.text([variants[i].name], {
      ...{ frameAnchor: "top-right", textAnchor: "start", dx: 10, dy: at - labelHeight / 2 + 3 },
      ...{ text: (name: string) => name, fill: lineColours[i], fontSize: 13, fontWeight: "bold" },
    }),
  );
}

/** Moves labels, from the top down, as little as it takes for none to touch the one above; then all up into the frame. */
function spread<Label extends { readonly at: number }>(labels: readonly Label[]): Label[] {
  const placed: Label[] = [];
  for (const label of labels) {
    const least = placed.length === 0 ? 0 : placed.at(-1)!.at + labelHeight;
    placed.push({ ...label, at: Math.max(label.at, least) });
  }
  const bottom = size.height - size.top - size.bottom;
  for (let i = placed.length - 1, limit = bottom; i >= 0 && placed[i].at > limit; i--, limit -= labelHeight)
    placed[i] = { ...placed[i], at: limit };
  return placed;
}

const wholeNumber = (x: number) => (Number.isInteger(x) ? String(x) : "");
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** `10⁻³`; nothing between the powers. */
function powerOfTen(y: number): string {
  const power = Math.log10(y);
  if (Math.abs(power - Math.round(power)) > 1e-9) return "";
  const digits = String(Math.abs(Math.round(power))).replace(/\d/g, (digit) => superscripts[Number(digit)]);
  return `10${power < -0.5 ? "⁻" : ""}${digits}`;
}
