import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Row } from "./measure.ts";
import { digits } from "./table.ts";
import { lessIsBetter } from "./works.ts";

const barHeight = 18;

/** Bars for every work, the best peer's as long as the figure is wide; readable on a light and on a dark page. */
export function figure(rows: readonly Row[]): string {
  const { document } = parseHTML("<html><body></body></html>");
  const bars = rows.filter((row) => row.peer !== "wasm-peak").map((row) => ({ ...row, ...barOf(row, rows) }));
  const works = [...new Set(bars.map((bar) => bar.work))];
  const labels = [...new Set(bars.map((bar) => bar.label))];
  const places = { y: "label", fy: "work" } as const;
  const plot = Plot.plot({
    document,
    width: 900,
    height: 60 + works.length * (labels.length * barHeight + 12),
    ...{ marginLeft: 160, marginRight: 220 },
    style: { background: "transparent", color: "#777", fontSize: "12px", fontFamily: "sans-serif" },
    x: { label: "as a share of the best", domain: [0, 1.2], ticks: [0, 0.5, 1], tickFormat: "%" },
    y: { label: null, domain: labels },
    fy: { label: null, domain: works, padding: 0.12 },
    color: { domain: ["ours", "others"], range: ["#2a78d6", "#999999"] },
    marks: [
      Plot.barX(bars, { ...places, x: "share", fill: "whose" }),
      Plot.text(bars, { ...places, x: "share", text: "value", dx: 4, textAnchor: "start", fill: "#777" }),
    ],
  });
  plot.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `${plot.outerHTML}\n`;
}

function barOf({ work, peer, threads, median, unit }: Row, rows: readonly Row[]) {
  const rivals = rows.filter((row) => row.work === work && row.peer !== "wasm-peak");
  const medians = rivals.map((row) => row.median);
  return {
    label: `${peer}, ${threads}`,
    whose: peer.startsWith("piecewise") ? "ours" : "others",
    share: lessIsBetter(unit) ? Math.min(...medians) / median : median / Math.max(...medians),
    value: `${digits(median)} ${unit}`,
  };
}
