import { hardshrink, plotActivation, relu, sigmoid } from "piecewise";
import { expect, it } from "vitest";
import { unbroken } from "./unbroken.ts";

it.each([
  ["relu", relu, 1, 2],
  ["hardshrink", hardshrink, 3, 3],
  ["sigmoid", sigmoid, 1, 1],
] as const)(
  "%s and its derivative are broken where they jump and nowhere else",
  async (_, f, pieces, slopes) => {
    const curves = await plotActivation(f);
    const [whole, slope] = [unbroken(curves.x, curves.value), unbroken(curves.x, curves.derivative)];
    expect([whole.length, slope.length]).toEqual([pieces, slopes]);
    for (const parts of [whole, slope]) {
      expect([parts[0][0], parts.at(-1)![1]]).toEqual([0, curves.x.length]);
      for (const [i, [from]] of parts.slice(1).entries()) expect(from).toBe(parts[i][1]);
    }
  },
);
