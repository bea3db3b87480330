import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { ActivationFacts } from "piecewise";
import type { Curves } from "./curves.ts";

/** Both curves as an SVG figure that is readable on a light and on a dark page. */
export function figure(facts: ActivationFacts, { x, value, derivative }: Curves): string {
  const { document } = parseHTML("<html><body></body></html>");
  const names = [`${facts.name}(x)`, "derivative"];
  const rows = [value, derivative].flatMap((ys, i) => ys.map((y, k) => ({ x: x[k], y, curve: names[i] })));
  const plot = Plot.plot({
    document,
    width: 640,
    height: 400,
    marginTop: 48,
    grid: true,
    style: { background: "transparent", color: "#777", fontSize: "13px", fontFamily: "sans-serif" },
    x: { label: "input x" },
    y: { label: `output, and its slope` },
    color: { domain: names, range: ["#2a78d6", "#e0701a"] },
    marks: [
      Plot.ruleY([0], { stroke: "#888" }),
      Plot.ruleX([0], { stroke: "#888" }),
      Plot.line(rows, { x: "x", y: "y", stroke: "curve", strokeWidth: 2.5 }),
      Plot.text([[0, 0]], {
        frameAnchor: "top-left",
        dy: -40,
        text: () => `${facts.name}(x) = ${facts.formula}`,
        fill: "#2a78d6",
      }),
      Plot.text([[0, 0]], {
        frameAnchor: "top-left",
        dy: -22,
        text: () => "its derivative",
        fill: "#e0701a",
      }),
    ],
  });
  plot.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `${plot.outerHTML}\n`;
}
