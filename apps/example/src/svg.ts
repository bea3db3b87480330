import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

/** Colours that can be read on white as well as on black, and told from each other. */
export const lineColours = ["#2a78d6", "#c65d10", "#1f8a4c", "#a05bd0", "#d1396b", "#8a7400"] as const;
export const textColour = "#767676";

/** A plot as an SVG figure that is readable on a light and on a dark page. */
export function svg(label: string, options: Plot.PlotOptions): string {
  const { document } = parseHTML("<html><body></body></html>");
  const plot = Plot.plot({
    document,
    style: { background: "transparent", color: textColour, fontSize: "13px", fontFamily: "sans-serif" },
    ...options,
  });
  plot.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", label);
  return `${plot.outerHTML}\n`;
}

/** A line above the frame, from the figure's left edge on. */
export function heading(text: string, marginLeft: number, dy: number, style: Plot.TextOptions): Plot.Markish {
  return Plot.text([text], {
    frameAnchor: "top-left",
    dy,
    dx: 12 - marginLeft,
    text: (line: string) => line,
    ...style,
  });
}
