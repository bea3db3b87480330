import { describe, expect, it } from "vitest";
import { constant, input, scalar, select, type Expression } from "./expression.ts";
import { evaluate, formula, functionsIn, inputsUpTo, operationCount, scalarValues } from "./formula.ts";

const [x, y] = [input(0), input(1)];
const [a, b] = [scalar(0), scalar(1)];

describe("a formula's key", () => {
  it("does not depend on the order in which expressions were made", () => {
    const direct = x.times(77.25).plus(y.exp());
    const [late] = [y.exp().sin(), x.times(77.25)].toReversed();
    expect(formula([late.plus(y.exp())], 2).key).toBe(formula([direct], 2).key);
    const makers = [() => x.minus(88.5), () => y.plus(88.5), () => constant(88.5).exp()];
    const keys = [makers, makers.toReversed()].map((order) => {
      order.forEach((make) => make());
      return formula([x.minus(88.5).times(y.plus(88.5))], 2).key;
    });
    expect(keys[0]).toBe(keys[1]);
  });

  it.each<readonly [string, readonly Expression[], readonly Expression[]]>([
    ["the order of arguments", [x.minus(y)], [y.minus(x)]],
    ["a constant", [x.times(2)], [x.times(3)]],
    ["the sign of 0", [x.maximum(0)], [x.maximum(-0)]],
    ["an input", [x.exp()], [y.exp()]],
    ["the order of outputs", [x.exp(), y.sin()], [y.sin(), x.exp()]],
    ["how many outputs there are", [x.exp()], [x.exp(), x.exp()]],
    ["a constant in place of a scalar", [x.times(2)], [x.times(a)]],
  ])("tells apart %s", (_name, one, other) => {
    expect(formula(one, 2).key).not.toBe(formula(other, 2).key);
  });

  it("tells apart how many inputs there are", () => {
    expect(formula([x.exp()], 1).key).not.toBe(formula([x.exp()], 2).key);
  });

  it("is the same for other scalars in the same places: a new value makes no new loop", () => {
    expect(formula([x.times(scalar(5))], 1).key).toBe(formula([x.times(scalar(0))], 1).key);
  });
});

describe("hoisting", () => {
  it("computes parts without inputs once, outside of the loop", () => {
    const rate = a.dividedBy(constant(1).minus(b.power(scalar(2))));
    const made = formula([x.times(rate)], 1);
    expect(made.key).toBe("1 inputs: in0 sc0 multiply(0,1) -> 2");
    expect(made.scalars).toEqual([rate]);
    expect(scalarValues(made, [0.1, 0.9, 2])[0]).toBeCloseTo(0.1 / (1 - 0.81), 12);
  });

  it("takes the largest such parts, each once, in the order the loop meets them", () => {
    const made = formula([x.times(a.exp()).plus(y.times(b)).plus(a.exp())], 2);
    expect(made.scalars).toEqual([a.exp(), b]);
    expect(scalarValues(made, [1, 7])).toEqual([Math.E, 7]);
  });

  it("keeps scalars apart that are used both alone and within a part", () => {
    const made = formula([x.plus(b).times(b.square())], 1);
    expect(scalarValues(made, [0, 3])).toEqual([3, 9]);
    expect(evaluate(made.outputs[0], [1], scalarValues(made, [0, 3]))).toBe(36);
  });

  it("handles outputs without inputs, and constants", () => {
    const made = formula([a.plus(1), constant(4)], 0);
    expect(made.outputs).toEqual([scalar(0), constant(4)]);
    expect(scalarValues(made, [2])).toEqual([3]);
  });
});

describe("evaluate", () => {
  it("reads inputs and scalars by their numbers", () => {
    expect(evaluate(x.minus(y).times(b), [5, 3], [0, 10])).toBe(20);
  });

  it("takes the branch that the condition chooses", () => {
    const root = select(x.greater(0), x.sqrt(), -1);
    expect([-4, 0, 4].map((n) => evaluate(root, [n]))).toEqual([-1, -1, 2]);
  });

  it.each([
    ["and", x.and(y), [0, 0, 0, 1]],
    ["or", x.or(y), [0, 1, 1, 1]],
    ["notEqual", x.notEqual(y), [0, 1, 1, 0]],
    ["greater", x.greater(y), [0, 0, 1, 0]],
    ["greaterEqual", x.greaterEqual(y), [1, 0, 1, 1]],
  ] as const)("%s of every pair of truths", (_name, e, expected) => {
    const pairs = [[0, 0], [0, 1], [1, 0], [1, 1]]; // prettier-ignore
    expect(pairs.map((pair) => evaluate(e, pair))).toEqual(expected);
  });

  it.each([
    [-2.5, -3, -2],
    [2.5, 2, 3],
    [-0.2, -1, -0],
  ])("floor and ceil of %d are %d and %d", (n, floor, ceil) => {
    expect([evaluate(x.floor(), [n]), evaluate(x.ceil(), [n])]).toEqual([floor, ceil]);
  });
});

describe("counting", () => {
  it("counts a shared part once", () => {
    expect(operationCount([x.exp().plus(x.exp()), x.exp()])).toBe(2);
  });

  it("names the functions, not the inputs and constants", () => {
    expect(functionsIn([x.times(2).plus(y)])).toEqual(new Set(["multiply", "add"]));
    expect(functionsIn(inputsUpTo(3))).toEqual(new Set());
  });
});
