import { describe, expect, it } from "vitest";
import { erf } from "./erf.ts";

// Computed with 30 digits by mpmath, then rounded to float64.
const known = [
  [1e-300, 1.1283791670955126e-300],
  [1e-10, 1.1283791670955126e-10],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [1.5, 0.9661051464753108],
  [2, 0.9953222650189527],
  [2.5, 0.999593047982555],
  [2.9999, 0.9999778955735178],
  [3, 0.9999779095030014],
  [3.0001, 0.9999779234241298],
  [3.5, 0.9999992569016276],
  [4, 0.9999999845827421],
  [5, 0.9999999999984626],
  [5.9, 0.9999999999999999],
] as const;

describe("erf", () => {
  it.each(known)("of %d is right to a relative error of 1e-14, and odd", (x, y) => {
    expect(Math.abs(erf(x) / y - 1)).toBeLessThan(1e-14);
    expect(erf(-x)).toBe(-erf(x));
  });

  it.each([
    [0, 0],
    [-0, -0],
    [6, 1],
    [-7, -1],
    [Infinity, 1],
    [-Infinity, -1],
    [NaN, NaN],
  ])("of %d is %d", (x, y) => {
    expect(erf(x)).toBe(y);
  });

  it("never falls where its two methods meet", () => {
    const around = Array.from({ length: 200 }, (_, i) => erf(2.99 + i * 1e-4));
    expect(around).toEqual(around.toSorted((a, b) => a - b));
  });
});
