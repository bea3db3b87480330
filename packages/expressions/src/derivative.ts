import { constant, select, type Expression } from "./expression.ts";
import type { ScalarFunction } from "./values.ts";
import { parts } from "./walk.ts";

type Partials = (args: readonly [Expression, Expression], y: Expression) => readonly Expression[];

const zero = constant(0);
const one = constant(1);
const half = constant(0.5);
const nowhere: Partials = () => [zero, zero];

/**
 * The derivative of each scalar function with respect to each of its arguments, written with the arguments `a`, `b` and,
 * where that is cheaper, the function's own result `y`. At a kink it is what PyTorch returns: |x|′(0) = 0, and a
 * maximum or minimum of equal numbers gives each half. Steps (`sign`, `floor`, comparisons) have the derivative 0.
 */
const partials: Record<Exclude<ScalarFunction, "select">, Partials> = {
  add: () => [one, one],
  subtract: () => [one, constant(-1)],
  multiply: ([a, b]) => [b, a],
  divide: ([, b], y) => [b.reciprocal(), y.dividedBy(b).negate()],
  remainder: ([a, b]) => [one, a.dividedBy(b).floor().negate()],
  power: ([a, b], y) => [
    select(b.equal(0), 0, b.times(a.power(b.minus(1)))),
    select(a.equal(0).and(b.greaterEqual(0)), 0, y.times(a.log())),
  ],
  maximum: ([a, b]) => [
    select(a.less(b), 0, select(a.equal(b), half, one)),
    select(b.less(a), 0, select(a.equal(b), half, one)),
  ],
  minimum: ([a, b]) => [
    select(b.less(a), 0, select(a.equal(b), half, one)),
    select(a.less(b), 0, select(a.equal(b), half, one)),
  ],
  negate: () => [constant(-1)],
  absolute: ([a]) => [a.sign()],
  sign: nowhere,
  floor: nowhere,
  round: nowhere,
  sqrt: (_, y) => [half.dividedBy(y)],
  exp: (_, y) => [y],
  expm1: (_, y) => [y.plus(1)],
  log: ([a]) => [a.reciprocal()],
  log1p: ([a]) => [a.plus(1).reciprocal()],
  sin: ([a]) => [a.cos()],
  cos: ([a]) => [a.sin().negate()],
  tan: (_, y) => [y.square().plus(1)],
  asin: ([a]) => [one.minus(a.square()).sqrt().reciprocal()],
  acos: ([a]) => [one.minus(a.square()).sqrt().reciprocal().negate()],
  atan: ([a]) => [a.square().plus(1).reciprocal()],
  atan2: ([y, x]) => [
    x.dividedBy(x.square().plus(y.square())),
    y.dividedBy(x.square().plus(y.square())).negate(),
  ],
  sinh: ([a]) => [a.cosh()],
  cosh: ([a]) => [a.sinh()],
  tanh: (_, y) => [one.minus(y.square())],
  sigmoid: (_, y) => [y.times(one.minus(y))],
  softplus: ([a]) => [a.sigmoid()],
  erf: ([a]) => [
    a
      .square()
      .negate()
      .exp()
      .times(2 / Math.sqrt(Math.PI)),
  ],
  less: nowhere,
  lessEqual: nowhere,
  equal: nowhere,
};

/**
 * The derivative of an expression with respect to one of its inputs, by the chain rule over its shared parts. It is an
 * expression again, so it can be differentiated again.
 *
 * @example
 * const x = input(0);
 * print(derivative(x.times(x.sigmoid()), x)); // "sigmoid(x) + x · sigmoid(x) · (1 − sigmoid(x))"
 */
export function derivative(expression: Expression, withRespectTo: Expression): Expression {
  const found = new Map<Expression, Expression>([[withRespectTo, one]]);
  const of = (e: Expression) => found.get(e) ?? zero;
  for (const e of parts([expression])) {
    if (e.args.length === 0 || found.has(e)) continue;
    found.set(e, chain(e, of));
  }
  return of(expression);
}

function chain(e: Expression, of: (e: Expression) => Expression): Expression {
  const [a, b, c] = e.args;
  if (e.kind === "select") return select(a, of(b), of(c));
  if (e.args.every((arg) => of(arg) === zero)) return zero;
  const rules = partials[e.kind as keyof typeof partials]([a, b], e);
  return e.args.reduce((sum, arg, i) => sum.plus(scale(rules[i], of(arg))), zero);
}

/**
 * The product of two factors of a derivative. A factor that is 0 on a branch makes the product 0 there whatever the
 * other factor is: the branch not taken may hold an infinity, and ∞ · 0 would be NaN.
 */
export function scale(factor: Expression, by: Expression): Expression {
  if (factor === zero || by === zero) return zero;
  if (isMask(by)) return select(by.args[0], scale(factor, by.args[1]), scale(factor, by.args[2]));
  if (isMask(factor)) return select(factor.args[0], scale(factor.args[1], by), scale(factor.args[2], by));
  return factor.times(by);
}

/** A select between branches of which one is 0, perhaps further down. */
function isMask(e: Expression): boolean {
  return e.kind === "select" && e.args.slice(1).some((branch) => branch === zero || isMask(branch));
}
