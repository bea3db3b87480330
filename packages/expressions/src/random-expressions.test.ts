import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { derivative } from "./derivative.ts";
import { apply, constant, input, scalar, select, type Expression } from "./expression.ts";
import { evaluate, formula, scalarValues } from "./formula.ts";
import { values, type ScalarFunction } from "./values.ts";
import { parts, replace } from "./walk.ts";

const [x, y] = [input(0), input(1)];
const arity = (name: ScalarFunction) => (name === "select" ? 3 : values[name].length);
const named = (names: readonly ScalarFunction[]) => fc.constantFrom(...names);

/** Expressions of x, y, a scalar and constants, made of the given functions. */
function expressions(names: readonly ScalarFunction[], depth: number): fc.Arbitrary<Expression> {
  const leaf = fc.oneof(
    fc.constantFrom(x, y, scalar(0)),
    fc.constantFrom(0, -0, 1, -1, 2, 0.5, -3).map((value) => constant(value)),
  );
  if (depth === 0) return leaf;
  const smaller = expressions(names, depth - 1);
  const made = named(names).chain((name) =>
    fc.array(smaller, { minLength: arity(name), maxLength: arity(name) }).map((args) => build(name, args)),
  );
  return fc.oneof({ weight: 1, arbitrary: leaf }, { weight: 4, arbitrary: made });
}

/** Writes a function as a user does, so that what can be simplified is. */
function build(name: ScalarFunction, [a, b, c]: readonly Expression[]): Expression {
  if (name === "add") return a.plus(b);
  if (name === "subtract") return a.minus(b);
  if (name === "multiply") return a.times(b);
  if (name === "divide") return a.dividedBy(b);
  if (name === "power") return a.power(b);
  if (name === "negate") return a.negate();
  return name === "select" ? select(a, b, c) : apply(name, ...[a, b, c].slice(0, arity(name)));
}

const every = Object.keys(values) as ScalarFunction[];
const smooth: ScalarFunction[] = [
  ...(["add", "subtract", "multiply", "negate", "sin", "cos", "atan", "tanh"] as const),
  ...(["sigmoid", "softplus", "erf"] as const),
];
const number = fc.constantFrom(-2.5, -1, -0.3, 0, 0.7, 1, 3, Infinity, NaN);
const tame = fc.double({ min: -1.5, max: 1.5, noNaN: true });

/** Equal, or both NaN; 0 and −0 are the same number. */
const same = (a: number, b: number) => a === b || (Number.isNaN(a) && Number.isNaN(b));

describe("random expressions", () => {
  it("have the value of their functions applied one by one", () => {
    fc.assert(
      fc.property(named(every), fc.array(number, { minLength: 3, maxLength: 3 }), (name, args) => {
        const count = arity(name);
        const symbols = [x, y, scalar(0)].slice(0, count);
        const built = evaluate(build(name, symbols), args, [args[2]]);
        const folded = build(name, args.slice(0, count).map(constant));
        expect(folded.kind).toBe("constant");
        expect(same(built, folded.value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("keep their values when a part is replaced by an input that holds the part's value", () => {
    fc.assert(
      fc.property(expressions(every, 3), fc.nat(), number, number, number, (e, pick, a, b, s) => {
        const all = parts([e]);
        const part = all[pick % all.length];
        const [replaced] = replace([e], new Map([[part, input(2)]]));
        const value = evaluate(part, [a, b], [s]);
        expect(same(evaluate(replaced, [a, b, value], [s]), evaluate(e, [a, b], [s]))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("keep their values when their inputs become constants", () => {
    fc.assert(
      fc.property(expressions(every, 3), number, number, number, (e, a, b, s) => {
        const known = new Map([x, y, scalar(0)].map((leaf, i) => [leaf, constant([a, b, s][i])]));
        const [folded] = replace([e], known);
        expect(folded.kind).toBe("constant");
        expect(same(folded.value, evaluate(e, [a, b], [s]))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("keep their values when what does not vary is hoisted", () => {
    fc.assert(
      fc.property(expressions(every, 3), number, number, number, (e, a, b, s) => {
        const made = formula([e], 2);
        const value = evaluate(made.outputs[0], [a, b], scalarValues(made, [s]));
        expect(same(value, evaluate(e, [a, b], [s]))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("have the derivative that central differences give", () => {
    fc.assert(
      fc.property(expressions(smooth, 3), tame, tame, tame, (e, a, b, s) => {
        const h = 1e-5;
        const at = (shift: number) => evaluate(e, [a + shift, b], [s]);
        const difference = (at(h) - at(-h)) / (2 * h);
        const exact = evaluate(derivative(e, x), [a, b], [s]);
        expect(Math.abs(exact - difference)).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(exact), Math.abs(at(0))),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("have second derivatives that do not depend on the order", () => {
    fc.assert(
      fc.property(expressions(smooth, 3), tame, tame, tame, (e, a, b, s) => {
        const [xy, yx] = [derivative(derivative(e, x), y), derivative(derivative(e, y), x)];
        const [one, other] = [evaluate(xy, [a, b], [s]), evaluate(yx, [a, b], [s])];
        expect(Math.abs(one - other)).toBeLessThan(1e-9 * Math.max(1, Math.abs(one)));
      }),
      { numRuns: 200 },
    );
  });
});

describe("parts", () => {
  it("lists each part once, arguments first", () => {
    fc.assert(
      fc.property(expressions(every, 3), (e) => {
        const all = parts([e, e]);
        expect(new Set(all).size).toBe(all.length);
        all.forEach((part, i) => expect(part.args.every((arg) => all.indexOf(arg) < i)).toBe(true));
        expect(all.at(-1)).toBe(e);
      }),
      { numRuns: 100 },
    );
  });
});
