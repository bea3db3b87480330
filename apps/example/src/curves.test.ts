import { hardshrink, relu, sigmoid } from "piecewise";
import { expect, it } from "vitest";
import { sampleActivation, unbroken } from "./curves.ts";

it("samples −5 to 10 in steps of 0.05, with both sides of each kink", async () => {
  const { x, value, derivative } = await sampleActivation(relu);
  expect([x[0], x.at(-1), x.length]).toEqual([-5, 10, 301 + 2]);
  expect(x).toEqual(x.toSorted((a, b) => a - b));
  x.forEach((at, i) => {
    expect(value[i]).toBe(at > 0 ? at : 0);
    expect(derivative[i]).toBe(at > 0 ? 1 : 0);
  });
});

it.each([
  ["relu", relu, 1, 2],
  ["hardshrink", hardshrink, 3, 3],
  ["sigmoid", sigmoid, 1, 1],
] as const)(
  "%s and its derivative are broken where they jump and nowhere else",
  async (_, f, pieces, slopes) => {
    const curves = await sampleActivation(f);
    const [whole, slope] = [unbroken(curves, curves.value), unbroken(curves, curves.derivative)];
    expect([whole.length, slope.length]).toEqual([pieces, slopes]);
    for (const parts of [whole, slope]) {
      expect([parts[0][0], parts.at(-1)![1]]).toEqual([0, curves.x.length]);
      for (const [i, [from]] of parts.slice(1).entries()) expect(from).toBe(parts[i][1]);
    }
  },
);
