import { relu, sigmoid } from "piecewise";
import { expect, it } from "vitest";
import { activationNames } from "../activation-names.ts";
import { activationCalled } from "../worker/activations.ts";
import { curveOf } from "./activation-curve.ts";
import { indexOf, places, step } from "./places.ts";

it.each(activationNames)("%s: its slopes are those between its values", (name) => {
  const { values, slopes } = curveOf(activationCalled(name));
  expect([...values, ...slopes].every(Number.isFinite)).toBe(true);
  for (const x of [-3.3, 0.7, 2.2]) {
    const i = indexOf(x);
    expect(places[i]).toBe(x);
    expect((values[i + 1] - values[i - 1]) / (2 * step)).toBeCloseTo(slopes[i], 2);
  }
});

it("shows all of a bounded function, and cuts one that grows", () => {
  expect(curveOf(sigmoid).range[1]).toBeLessThan(1.3);
  expect(curveOf(relu).range[1]).toBeCloseTo(4.2);
});

it("says the formula, and what is known of it", () => {
  const { formula, facts } = curveOf(relu);
  expect(formula).toContain("x");
  expect(facts.join(" ")).toContain("kink at 0");
});
