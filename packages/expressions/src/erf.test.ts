import { describe, expect, it } from "vitest";
import { erf } from "./erf.ts";

// Computed with 30 digits by mpmath.
const known = [
  [1e-300, 1.1283791670955126e-300],
  [1e-10, 1.1283791670955126e-10],
  [0.1, 0.1124629160182848984],
  [0.5, 0.52049987781304653768],
  [1, 0.84270079294971486934],
  [1.5, 0.96610514647531072707],
  [2, 0.99532226501895273416],
  [2.5, 0.99959304798255504106],
  [2.9999, 0.99997789557351783909],
  [3, 0.99997790950300141456],
  [3.0001, 0.9999779234241298067],
  [3.5, 0.99999925690162765859],
  [4, 0.99999998458274209972],
  [5, 0.99999999999846254021],
  [5.9, 0.9999999999999999281],
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
