import * as activations from "@piecewise/activations";
import { relu, type Activation } from "@piecewise/activations";
import { wasm } from "@piecewise/backend-wasm";
import { currentBackend, useBackend } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { plotActivation } from "./plot-activation.ts";
import { marks } from "./terminal-plot.ts";

const all = Object.entries(activations).filter(
  (entry): entry is [string, Activation] => "derivative" in entry[1] && "elementwise" in entry[1],
);

describe.each(all)("%s", (name, activation) => {
  it.each([24, 40, 80, 250])(
    "fits into %i columns, with its whole formula and both curves",
    async (columns) => {
      const { text: plot, title } = await plotActivation(activation, { columns });
      for (const line of plot.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
      expect(plot.replaceAll(/\s+/g, " ")).toContain(`${marks.value} ${title}`);
      const drawing = plot.split("\n\n")[1];
      expect(drawing).toContain(marks.value);
      expect(drawing).toContain(marks.derivative);
      expect(plot).not.toMatch(/NaN|undefined|Infinity/);
      expect(plot).toContain(name);
    },
  );
});

it("draws relu flat to the left of 0 and up to the corner on the right, with 0 marked on both axes", async () => {
  const rows = (await plotActivation(relu)).text.split("\n\n")[1].split("\n");
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
  const { text, facts } = await plotActivation(relu);
  expect(facts).toContain("flat below 0");
  expect(text).toContain("range 0 … ∞   gain 1.414   flat below 0   slope at the kink 0: 0");
});

it("samples −5 to 10 in steps of 0.05, with both sides of each kink", async () => {
  const { x, value, derivative } = await plotActivation(relu);
  expect([x[0], x.at(-1), x.length]).toEqual([-5, 10, 301 + 2]);
  expect(x).toEqual(x.toSorted((a, b) => a - b));
  x.forEach((at, i) => {
    expect(value[i]).toBe(at > 0 ? at : 0);
    expect(derivative[i]).toBe(at > 0 ? 1 : 0);
  });
});

it("draws another range, with its own numbers on the axis, and no line at 0 where 0 is not in it", async () => {
  const { x, text } = await plotActivation(relu, { from: 1, to: 3 });
  expect([x[0], x.at(-1)]).toEqual([1, 3]);
  expect(text).not.toContain("│");
  expect(text.split("\n").at(-1)).toMatch(/^ +1 +1.5 +2 +2.5 +3$/);
});

it("draws the same on a backend without float64", async () => {
  const before = currentBackend();
  const { text } = await plotActivation(relu);
  useBackend(wasm({ threads: 1 }));
  const again = await plotActivation(relu);
  useBackend(before);
  expect(again.text).toBe(text);
});

it.each([
  [{ from: 2, to: 2 }, "plotActivation: from must be below to, and both finite; got 2 and 2"],
  [{ to: Infinity }, "plotActivation: from must be below to, and both finite; got -5 and Infinity"],
  [{ columns: 3 }, "plotActivation: columns must be a whole number, at least 16; got 3"],
])("refuses %j", async (options, message) => {
  await expect(plotActivation(relu, options)).rejects.toThrow(message);
});
