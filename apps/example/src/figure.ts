import * as Plot from "@observablehq/plot";
import type { Activation, ActivationPlot } from "piecewise";
import { heading, lineColours, svg, textColour } from "./svg.ts";
import { unbroken } from "./unbroken.ts";

const colours = { value: lineColours[0], derivative: lineColours[1], text: textColour } as const;
const size = { width: 780, height: 470, top: 76, bottom: 50, left: 66, right: 134 } as const;

/** Both curves as an SVG figure that is readable on a light and on a dark page. */
export function figure(activation: Activation, curves: ActivationPlot): string {
  return svg(`${activation.facts.name} and its derivative`, {
    ...{ width: size.width, height: size.height },
    ...{ marginTop: size.top, marginBottom: size.bottom, marginLeft: size.left, marginRight: size.right },
    x: {
      label: "input x (no unit)",
      labelAnchor: "center",
      labelArrow: "none",
      labelOffset: 40,
      ticks: 15,
      tickSize: 0,
    },
    y: {
      ...{ label: "output and slope (no unit)", labelAnchor: "center", labelArrow: "none", labelOffset: 56 },
      ...{ domain: [...extent(curves)], ticks: 8, tickSize: 0 },
    },
    marks: [
      Plot.gridX({ ticks: 15, stroke: colours.text, strokeOpacity: 0.18 }),
      Plot.gridY({ ticks: 8, stroke: colours.text, strokeOpacity: 0.18 }),
      Plot.ruleY([0], { stroke: colours.text }),
      Plot.ruleX([0], { stroke: colours.text }),
      ...lines(curves),
      ...kinkDots(activation, curves),
      ...endLabels(activation, curves),
      heading(curves.title, size.left, -50, {
        fontSize: 17,
        fontWeight: "bold",
        fill: colours.value,
      }),
      heading(curves.facts.join("  ·  "), size.left, -24, { fontSize: 12, fill: colours.text }),
    ],
  });
}

/** From a little below the lowest value to a little above the highest, 0 and 1 included. */
function extent({ value, derivative }: ActivationPlot): readonly [low: number, high: number] {
  const values = [...value, ...derivative].filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...values), Math.max(1, ...values)];
  const margin = (high - low) * 0.04;
  return [low - margin, high + margin];
}

/** The function as a line, and over it its derivative as dashes, so that both are seen where they meet. */
function lines(curves: ActivationPlot): Plot.Markish[] {
  const styles = [
    { y: curves.value, stroke: colours.value, strokeWidth: 3.5 },
    { y: curves.derivative, stroke: colours.derivative, strokeWidth: 2.5, strokeDasharray: "8 5" },
  ];
  return styles.flatMap(({ y, ...style }) =>
    unbroken(curves.x, y).map(([from, to]) =>
      Plot.lineY(y.slice(from, to), { x: curves.x.slice(from, to), ...style, strokeLinecap: "round" }),
    ),
  );
}

/** Where a curve jumps: a full dot for the value there, a ring where a side comes to but does not reach it. */
function kinkDots({ facts }: Activation, { x, value, derivative }: ActivationPlot): Plot.Markish[] {
  const curves = [
    { y: value, stroke: colours.value },
    { y: derivative, stroke: colours.derivative },
  ];
  return curves.flatMap(({ y, stroke }) =>
    facts.kinks.flatMap(({ at }) => {
      const place = x.indexOf(at);
      const sides = [y[place - 1], y[place + 1]].filter((side) => Math.abs(side - y[place]) > 1e-3);
      if (place < 0 || sides.length === 0) return [];
      const style = { x: () => at, r: 4.5, stroke, strokeWidth: 2 };
      return [
        Plot.dot(sides, { ...style, y: (side: number) => side }),
        Plot.dot([y[place]], { ...style, y: (here: number) => here, fill: stroke }),
      ];
    }),
  );
}

/** The curves' names where they end, moved apart where they would touch. */
function endLabels({ facts }: Activation, curves: ActivationPlot): Plot.Markish[] {
  const [low, high] = extent(curves);
  const pixels = (size.height - size.top - size.bottom) / (high - low);
  const [above, below] = [
    { y: curves.value.at(-1)!, text: `${facts.name}(x)`, fill: colours.value },
    { y: curves.derivative.at(-1)!, text: "its derivative", fill: colours.derivative },
  ].toSorted((a, b) => b.y - a.y);
  const push = Math.max(0, 18 - (above.y - below.y) * pixels) / 2;
  return [
    { ...above, dy: -push },
    { ...below, dy: push },
  ].map(({ y, text, fill, dy }) =>
    Plot.text([text], {
      ...{ x: () => curves.x.at(-1)!, y: () => y, text: (label: string) => label, fill, dy, dx: 8 },
      ...{ textAnchor: "start", fontSize: 14, fontWeight: "bold" },
    }),
  );
}
