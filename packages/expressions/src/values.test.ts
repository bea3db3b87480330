import { describe, expect, it } from "vitest";
import { applyFunction, values, type ScalarFunction } from "./values.ts";

type Row = readonly [name: ScalarFunction, args: readonly number[], expected: number];

const rounding: Row[] = (
  [
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [3.5, 4],
    [-0.5, -0],
    [-1.5, -2],
    [-2.5, -2],
    [0.49999999999999994, 0],
    [2251799813685249.5, 2251799813685250],
    [1e300, 1e300],
    [Infinity, Infinity],
    [NaN, NaN],
  ] as const
).map(([x, y]) => ["round", [x], y]);

const remainders: Row[] = (
  [
    [5, 3, 2],
    [-5, 3, 1],
    [5, -3, -1],
    [-5, -3, -2],
    [6, -3, 0],
    [5.5, 2, 1.5],
    [-1, Infinity, Infinity],
    [1, Infinity, 1],
    [1, 0, NaN],
    [Infinity, 2, NaN],
  ] as const
).map(([a, b, r]) => ["remainder", [a, b], r]);

const powers: Row[] = (
  [
    [0, 0, 1],
    [NaN, 0, 1],
    [1, NaN, 1],
    [1, Infinity, 1],
    [1, -Infinity, 1],
    [-1, Infinity, 1],
    [-1, -Infinity, 1],
    [-1, NaN, NaN],
    [0, -1, Infinity],
    [-0, -1, -Infinity],
    [0, 2, 0],
    [-8, 3, -512],
    [-8, 0.5, NaN],
    [0.5, Infinity, 0],
    [2, -Infinity, 0],
    [2, 0.5, Math.SQRT2],
  ] as const
).map(([a, b, r]) => ["power", [a, b], r]);

const others: Row[] = [
  ["maximum", [1, NaN], NaN],
  ["maximum", [NaN, 1], NaN],
  ["minimum", [1, NaN], NaN],
  ["minimum", [-1, -2], -2],
  ["sign", [-3], -1],
  ["sign", [0], 0],
  ["sign", [NaN], 0],
  ["floor", [-0.5], -1],
  ["sigmoid", [0], 0.5],
  ["sigmoid", [-1000], 0],
  ["sigmoid", [1000], 1],
  ["sigmoid", [-Infinity], 0],
  ["sigmoid", [NaN], NaN],
  ["softplus", [-1000], 0],
  ["softplus", [1000], 1000],
  ["softplus", [0], Math.LN2],
  ["softplus", [Infinity], Infinity],
  ["softplus", [NaN], NaN],
  ["expm1", [1e-20], 1e-20],
  ["log1p", [1e-20], 1e-20],
  ["log", [0], -Infinity],
  ["log", [-1], NaN],
  ["sqrt", [-1], NaN],
  ["divide", [1, 0], Infinity],
  ["divide", [1, -0], -Infinity],
  ["atan2", [1, -0], Math.PI / 2],
  ["equal", [NaN, NaN], 0],
  ["less", [NaN, 1], 0],
  ["lessEqual", [1, 1], 1],
  ["select", [2, 10, 20], 10],
  ["select", [0, 10, 20], 20],
  ["select", [-0, 10, 20], 20],
  ["select", [NaN, 10, 20], 10],
];

describe("the scalar functions", () => {
  it.each([...rounding, ...remainders, ...powers, ...others])("%s of %j is %d", (name, args, expected) => {
    expect(applyFunction(name, args)).toBe(expected);
  });

  it("give NaN for NaN, except where a choice or a comparison is made", () => {
    const choosing = ["sign", "less", "lessEqual", "equal", "select", "power"];
    for (const name of Object.keys(values) as ScalarFunction[])
      if (!choosing.includes(name)) expect(applyFunction(name, [NaN, NaN, NaN]), name).toBeNaN();
  });

  it("sigmoid keeps its precision far below 0", () => {
    expect(values.sigmoid(-40) / Math.exp(-40)).toBeCloseTo(1, 14);
  });
});
