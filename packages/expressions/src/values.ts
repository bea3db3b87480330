import { erf } from "./erf.ts";

/**
 * The scalar functions: what each one gives for float64 numbers. This table decides which functions exist; the
 * compiler asks for a row of the same name wherever a function is differentiated, printed or turned into code.
 * Truth is 1, falsehood 0, and any number but 0 counts as true.
 */
export const values = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  divide: (a: number, b: number) => a / b,
  // The sign of the result is the divisor's, as in Python.
  remainder: (a: number, b: number) => {
    const r = a % b;
    return r !== 0 && r < 0 !== b < 0 ? r + b : r;
  },
  // IEEE pow: 1 to any power is 1, NaN included, and (-1)^(±∞) is 1; Math.pow gives NaN for both.
  power: (a: number, b: number) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b),
  maximum: (a: number, b: number) => Math.max(a, b),
  minimum: (a: number, b: number) => Math.min(a, b),
  negate: (a: number) => -a,
  absolute: (a: number) => Math.abs(a),
  sign: (a: number) => (a > 0 ? 1 : a < 0 ? -1 : 0),
  floor: (a: number) => Math.floor(a),
  // Halves go to the even neighbour.
  round: (a: number) => (Math.abs(a % 1) === 0.5 ? 2 * Math.round(a / 2) : Math.round(a)),
  sqrt: (a: number) => Math.sqrt(a),
  exp: (a: number) => Math.exp(a),
  expm1: (a: number) => Math.expm1(a),
  log: (a: number) => Math.log(a),
  log1p: (a: number) => Math.log1p(a),
  sin: (a: number) => Math.sin(a),
  cos: (a: number) => Math.cos(a),
  tan: (a: number) => Math.tan(a),
  asin: (a: number) => Math.asin(a),
  acos: (a: number) => Math.acos(a),
  atan: (a: number) => Math.atan(a),
  atan2: (y: number, x: number) => Math.atan2(y, x),
  sinh: (a: number) => Math.sinh(a),
  cosh: (a: number) => Math.cosh(a),
  tanh: (a: number) => Math.tanh(a),
  sigmoid: (a: number) => {
    const e = Math.exp(-Math.abs(a));
    return a >= 0 ? 1 / (1 + e) : e / (1 + e);
  },
  softplus: (a: number) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))),
  erf,
  less: (a: number, b: number) => (a < b ? 1 : 0),
  lessEqual: (a: number, b: number) => (a <= b ? 1 : 0),
  equal: (a: number, b: number) => (a === b ? 1 : 0),
  select: (condition: number, whenTrue: number, whenFalse: number) =>
    condition !== 0 ? whenTrue : whenFalse,
};

/** The name of a scalar function. */
export type ScalarFunction = keyof typeof values;

/** Calls a scalar function with as many numbers as it takes. */
export function applyFunction(name: ScalarFunction, args: readonly number[]): number {
  const f: (...args: number[]) => number = values[name];
  return f(...args);
}
