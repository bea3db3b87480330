import { describe, expect, it } from "vitest";
import { constant, input, scalar, select, type Expression } from "./expression.ts";
import { derivative, scale } from "./derivative.ts";
import { evaluate, operationCount } from "./formula.ts";

const [x, y] = [input(0), input(1)];
const slope = (e: Expression, ...at: number[]) => evaluate(derivative(e, x), at);
const slopeInY = (e: Expression, ...at: number[]) => evaluate(derivative(e, y), at);

const relu = select(x.lessEqual(0), 0, x);
const root = select(x.greater(0), x.sqrt(), 0);

describe("at a kink the derivative is PyTorch's", () => {
  it.each<readonly [string, Expression, at: number, expected: number]>([
    ["relu", relu, 0, 0],
    ["relu", relu, -1, 0],
    ["relu", relu, 1e-300, 1],
    ["absolute", x.absolute(), 0, 0],
    ["absolute", x.absolute(), -2, -1],
    ["clip at its lower end", x.clip(-1, 1), -1, 1],
    ["clip at its upper end", x.clip(-1, 1), 1, 1],
    ["clip below", x.clip(-1, 1), -1.0001, 0],
    ["clip above", x.clip(-1, 1), 1.0001, 0],
    ["maximum with 0", x.maximum(0), 0, 0.5],
    ["minimum with 0", x.minimum(0), 0, 0.5],
    ["sign", x.sign(), 0, 0],
    ["floor", x.floor(), 1, 0],
    ["round", x.round(), 0.5, 0],
    ["a comparison", x.less(1), 1, 0],
    ["a power of 0", x.power(0.5), 0, Infinity],
    ["the power 0", x.power(scalar(0)), 0, 0],
    ["a cube", x.power(3), 0, 0],
  ])("%s", (_name, e, at, expected) => {
    expect(evaluate(derivative(e, x), [at], [0])).toBe(expected);
  });

  it("equal arguments of maximum and minimum get half each", () => {
    for (const e of [x.maximum(y), x.minimum(y)]) {
      expect([slope(e, 2, 2), slopeInY(e, 2, 2)]).toEqual([0.5, 0.5]);
      expect(slope(e, 1, 2) + slopeInY(e, 1, 2)).toBe(1);
    }
  });

  it("an exponent's derivative is 0 where the base is 0 and the exponent is not negative", () => {
    expect(slopeInY(x.power(y), 0, 2)).toBe(0);
    expect(slopeInY(x.power(y), 0, 0)).toBe(0);
    expect(slopeInY(x.power(y), 2, 3)).toBeCloseTo(8 * Math.LN2, 12);
  });
});

describe("a branch that is not taken", () => {
  const guarded: readonly (readonly [string, Expression])[] = [
    ["√x where x > 0", root],
    ["(√x where x > 0)²", root.square()],
    ["exp(√x where x > 0)", root.exp()],
    ["√x where x > 0, times x", root.times(x)],
    ["log x where x > 0", select(x.greater(0), x.log(), 0)],
    ["1 / x where x ≠ 0", select(x.notEqual(0), x.reciprocal(), 0)],
    ["a choice in a choice", select(x.greater(0), select(x.less(1), x.log(), 0), 0)],
  ];

  it.each(guarded)("poisons neither value nor first nor second derivative: %s", (_name, e) => {
    const [first, second] = [derivative(e, x), derivative(derivative(e, x), x)];
    const points = e.kind === "select" && e.args[0] === x.notEqual(0) ? [0] : [0, -1];
    for (const at of points)
      expect([e, first, second].map((d) => evaluate(d, [at])).every(Number.isFinite)).toBe(true);
  });

  it("poisons no gradient that flows in from above", () => {
    const full = scale(y, derivative(root, x));
    expect(evaluate(full, [0, 5])).toBe(0);
    expect(evaluate(full, [-1, Infinity])).toBe(0);
    expect(evaluate(full, [4, 8])).toBe(2);
  });
});

describe("the derivative", () => {
  it("is found with respect to any input and for shared parts once", () => {
    const e = x.times(y).exp().plus(x.times(y));
    expect(slope(e, 0.5, 2)).toBeCloseTo(2 * Math.E + 2, 12);
    expect(slopeInY(e, 0.5, 2)).toBeCloseTo(0.5 * Math.E + 0.5, 12);
    expect(derivative(e, input(7))).toBe(constant(0));
  });

  it("of the input itself is 1, of anything else alone 0", () => {
    expect(derivative(x, x)).toBe(constant(1));
    expect(derivative(scalar(0), x)).toBe(constant(0));
  });

  it("may be taken with respect to a part of the formula", () => {
    const u = x.plus(1);
    expect(derivative(u.square(), u)).toBe(u.plus(u));
  });

  it("stays small for a chain of choices", () => {
    let e: Expression = x;
    for (let i = 0; i < 8; i++) e = select(e.lessEqual(i), 0, e.plus(1));
    expect(operationCount([derivative(e, x)])).toBeLessThan(100);
  });

  it("of a chain of maxima is right", () => {
    let e: Expression = x;
    for (let i = 0; i < 6; i++) e = e.maximum(-i);
    expect(slope(e, 0)).toBe(0.5);
    expect(slope(e, 1)).toBe(1);
  });
});
