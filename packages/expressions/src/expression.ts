import { applyFunction, type ScalarFunction } from "./values.ts";

/** An expression, or a number that stands for a constant. */
export type Operand = Expression | number;

/**
 * A formula on single numbers: a constant, an input (a number that differs from element to element), a scalar (one
 * number for all elements, given at run time), or a scalar function of other expressions.
 *
 * Equal expressions are the same object, so a part that is used twice is computed, differentiated and printed once.
 *
 * @example
 * const x = input(0);
 * const silu = x.times(x.sigmoid());
 * evaluate(silu, [2]); // 1.7615941559557649
 */
export class Expression {
  readonly kind: "constant" | "input" | "scalar" | ScalarFunction;
  readonly args: readonly Expression[];
  /** The number of a constant; the position of an input or a scalar; 0 for a function. */
  readonly value: number;
  /** Tells expressions apart, in the order they were made. */
  readonly id: number;

  constructor(kind: Expression["kind"], args: readonly Expression[], value: number, id: number) {
    this.kind = kind;
    this.args = args;
    this.value = value;
    this.id = id;
  }

  plus(other: Operand): Expression {
    const b = operand(other);
    if (isConstant(this, 0)) return b;
    if (isConstant(b, 0)) return this;
    return isNegative(b) ? this.minus(b.negate()) : apply("add", this, b);
  }

  minus(other: Operand): Expression {
    const b = operand(other);
    if (isConstant(b, 0)) return this;
    if (isConstant(this, 0)) return b.negate();
    return isNegative(b) ? this.plus(b.negate()) : apply("subtract", this, b);
  }

  times(other: Operand): Expression {
    const b = operand(other);
    if (isConstant(this, 1)) return b;
    if (isConstant(b, 1)) return this;
    if (isConstant(this, -1)) return b.negate();
    return isConstant(b, -1) ? this.negate() : apply("multiply", this, b);
  }

  dividedBy(other: Operand): Expression {
    const b = operand(other);
    return isConstant(b, 1) ? this : apply("divide", this, b);
  }

  negate(): Expression {
    return this.kind === "negate" ? this.args[0] : apply("negate", this);
  }

  /** What a division leaves, with the divisor's sign. */
  remainder(divisor: Operand): Expression {
    return apply("remainder", this, operand(divisor));
  }

  power(exponent: Operand): Expression {
    const e = operand(exponent);
    if (isConstant(e, 1)) return this;
    return isConstant(e, 2) ? this.square() : apply("power", this, e);
  }

  square(): Expression {
    return this.times(this);
  }

  reciprocal(): Expression {
    return operand(1).dividedBy(this);
  }

  /** The larger of the two; NaN when either is NaN. At a tie each side gets half of the derivative. */
  maximum(other: Operand): Expression {
    return apply("maximum", this, operand(other));
  }

  /** The smaller of the two; NaN when either is NaN. At a tie each side gets half of the derivative. */
  minimum(other: Operand): Expression {
    return apply("minimum", this, operand(other));
  }

  absolute(): Expression {
    return apply("absolute", this);
  }

  /** −1, 0 or 1; 0 for NaN. */
  sign(): Expression {
    return apply("sign", this);
  }

  floor(): Expression {
    return apply("floor", this);
  }

  ceil(): Expression {
    return this.negate().floor().negate();
  }

  /** The nearest integer; halves go to the even one. */
  round(): Expression {
    return apply("round", this);
  }

  sqrt(): Expression {
    return apply("sqrt", this);
  }

  exp(): Expression {
    return apply("exp", this);
  }

  /** exp(x) − 1, exact near 0. */
  expm1(): Expression {
    return apply("expm1", this);
  }

  log(): Expression {
    return apply("log", this);
  }

  /** log(1 + x), exact near 0. */
  log1p(): Expression {
    return apply("log1p", this);
  }

  sin(): Expression {
    return apply("sin", this);
  }

  cos(): Expression {
    return apply("cos", this);
  }

  tan(): Expression {
    return apply("tan", this);
  }

  asin(): Expression {
    return apply("asin", this);
  }

  acos(): Expression {
    return apply("acos", this);
  }

  atan(): Expression {
    return apply("atan", this);
  }

  /** The angle of the point (x, this). */
  atan2(x: Operand): Expression {
    return apply("atan2", this, operand(x));
  }

  sinh(): Expression {
    return apply("sinh", this);
  }

  cosh(): Expression {
    return apply("cosh", this);
  }

  tanh(): Expression {
    return apply("tanh", this);
  }

  /** 1 / (1 + exp(−x)), without overflow. */
  sigmoid(): Expression {
    return apply("sigmoid", this);
  }

  /** log(1 + exp(x)), without overflow. */
  softplus(): Expression {
    return apply("softplus", this);
  }

  erf(): Expression {
    return apply("erf", this);
  }

  less(other: Operand): Expression {
    return apply("less", this, operand(other));
  }

  lessEqual(other: Operand): Expression {
    return apply("lessEqual", this, operand(other));
  }

  greater(other: Operand): Expression {
    return operand(other).less(this);
  }

  greaterEqual(other: Operand): Expression {
    return operand(other).lessEqual(this);
  }

  equal(other: Operand): Expression {
    return apply("equal", this, operand(other));
  }

  notEqual(other: Operand): Expression {
    return this.equal(other).not();
  }

  not(): Expression {
    return this.equal(0);
  }

  and(other: Operand): Expression {
    return select(this, operand(other).notEqual(0), 0);
  }

  or(other: Operand): Expression {
    return select(this, 1, operand(other).notEqual(0));
  }

  /** Below `low` → low, above `high` → high; NaN stays NaN. The derivative is 1 from `low` to `high`, ends included. */
  clip(low: Operand, high: Operand): Expression {
    return select(this.less(low), low, select(this.greater(high), high, this));
  }
}

/** A number that is part of the formula. */
export function constant(value: number): Expression {
  return intern("constant", [], value);
}

/** The number at `index` among those that differ from element to element. */
export function input(index: number): Expression {
  return intern("input", [], index);
}

/** The number at `index` among those given once for all elements, such as a learning rate. */
export function scalar(index: number): Expression {
  return intern("scalar", [], index);
}

/** `whenTrue` where the condition is not 0, else `whenFalse`; the branch not taken touches neither value nor derivative. */
export function select(condition: Operand, whenTrue: Operand, whenFalse: Operand): Expression {
  const [p, a, b] = [operand(condition), operand(whenTrue), operand(whenFalse)];
  if (a === b) return a;
  if (p.kind === "constant") return p.value !== 0 ? a : b;
  return apply("select", p, a, b);
}

/** A scalar function of expressions; one of constants alone is computed at once. */
export function apply(name: ScalarFunction, ...args: Expression[]): Expression {
  const values = args.map((arg) => arg.value);
  const known = args.every((arg) => arg.kind === "constant");
  return known ? constant(applyFunction(name, values)) : intern(name, args, 0);
}

/** Whether an expression is the constant `value`. */
export function isConstant(expression: Expression, value: number): boolean {
  return expression.kind === "constant" && Object.is(expression.value, value);
}

/** Whether an expression is written with a minus in front, so that a sum with it is a difference. */
function isNegative(e: Expression): boolean {
  return e.kind === "negate" || (e.kind === "constant" && e.value < 0);
}

/** Turns a number into a constant and leaves an expression as it is. */
export function operand(value: Operand): Expression {
  return typeof value === "number" ? constant(value) : value;
}

// Every expression in use, by its content. Held weakly, so that formulas nobody keeps do not pile up.
const pool = new Map<string, WeakRef<Expression>>();
const forget = new FinalizationRegistry<string>((key) => {
  if (pool.get(key)?.deref() === undefined) pool.delete(key);
});
let made = 0;

/** How many expressions are in use. */
export function poolSize(): number {
  return pool.size;
}

function intern(kind: Expression["kind"], args: readonly Expression[], value: number): Expression {
  const key = `${kind} ${Object.is(value, -0) ? "-0" : value} ${args.map((arg) => arg.id).join(" ")}`;
  const known = pool.get(key)?.deref();
  if (known !== undefined) return known;
  const expression = new Expression(kind, args, value, made++);
  pool.set(key, new WeakRef(expression));
  forget.register(expression, key);
  return expression;
}
