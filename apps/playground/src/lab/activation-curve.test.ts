import { relu, sigmoid } from "piecewise";
import { expect, it } from "vitest";
import { activationCalled, activationNames } from "../activations.ts";
import { curveOf, places, tangent } from "./activation-curve.ts";

it.each(activationNames)(
  "%s: the tangent touches the curve, and a small step along both is the same",
  (name) => {
    const curve = curveOf(activationCalled(name));
    for (const x of [-3.3, 0.7, 2.2]) {
      const line = tangent(curve, x);
      expect(line(x)).toBe(curve.value(x));
      expect(line(x + 1e-4)).toBeCloseTo(curve.value(x + 1e-4), 6);
    }
    expect(places().every((x) => Number.isFinite(curve.value(x)) && Number.isFinite(curve.slope(x)))).toBe(
      true,
    );
  },
);

it("shows all of a bounded function, and cuts one that grows", () => {
  expect(curveOf(sigmoid).range[1]).toBeLessThan(1.3);
  expect(curveOf(relu).range[1]).toBeCloseTo(4.2);
});
