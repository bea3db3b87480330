import { relu } from "piecewise";
import { describe, expect, it } from "vitest";
import { activations } from "./activations.ts";
import { sampleActivation } from "./curves.ts";
import { namedFormula } from "./facts-text.ts";
import { marks, terminalPlot } from "./terminal-plot.ts";

describe.each(Object.entries(activations))("%s", (name, activation) => {
  it.each([24, 40, 80, 250])(
    "fits into %i columns, with its whole formula and both curves",
    async (columns) => {
      const plot = terminalPlot(activation, await sampleActivation(activation), columns);
      for (const line of plot.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
      expect(plot.replaceAll(/\s+/g, " ")).toContain(`${marks.value} ${namedFormula(activation)}`);
      const drawing = plot.split("\n\n")[1];
      expect(drawing).toContain(marks.value);
      expect(drawing).toContain(marks.derivative);
      expect(plot).not.toMatch(/NaN|undefined|Infinity/);
      expect(plot).toContain(name);
    },
  );
});

it("draws relu flat to the left of 0 and up to the corner on the right, with 0 marked on both axes", async () => {
  const rows = terminalPlot(relu, await sampleActivation(relu), 80)
    .split("\n\n")[1]
    .split("\n");
  const [top, bottom, numbers] = [rows[0], rows.at(-2)!, rows.at(-1)!];
  expect(top).toMatch(/^ +10 +│ +●+$/);
  expect(bottom).toMatch(/^ +0 ◉{20}/);
  const zero = top.indexOf("│");
  expect(bottom.slice(6, zero)).toMatch(/^◉+$/);
  expect(bottom.slice(zero + 3)).toMatch(/^─+$/);
  expect(numbers.indexOf("0")).toBe(zero);
  expect(numbers.trimEnd().endsWith("10")).toBe(true);
});

it("says what is known of the function", async () => {
  const plot = terminalPlot(relu, await sampleActivation(relu), 80);
  expect(plot).toContain("range 0 … ∞   gain 1.414   flat below 0   slope at the kink 0: 0");
});
