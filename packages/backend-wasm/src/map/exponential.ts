import type { Local } from "../emitter/code.ts";
import type { Lanes } from "./lanes.ts";
import { ln2High, ln2Low, logarithmOfSum } from "./logarithm.ts";

const log2e = 1.4426950408889634;
// Adding 1.5 · 2²³ puts an integer into the low bits: the quickest way to get 2ⁿ, and to round.
const rounder = 12582912;

// (eʳ − 1 − r) / r² for |r| ≤ ln 2 / 2, and for 0 ≤ r ≤ ln 2; fitted by minimising the largest error (Lawson's method).
const nearTail = [0.4999999403953552, 0.16666515171527863, 0.04166845604777336, 0.008369418792426586, 0.0013813142431899905]; // prettier-ignore
const upperTail = [0.5000022649765015, 0.16663189232349396, 0.04185507073998451, 0.007868279702961445, 0.0019125747494399548]; // prettier-ignore

/** x = n · ln 2 + r; the bits hold n where `powerOfTwo` looks for it. */
interface Reduced {
  readonly bits: Local;
  readonly r: Local;
}

/**
 * Takes n · ln 2 from x, for the nearest n, or the nearest below. What x has too much because it is rounded is taken away
 * last, when the rest is small enough to hold it.
 */
function reduce(lanes: Lanes, x: Local, { bits, r }: Reduced, isNearest: boolean, lost?: Local): void {
  const { code } = lanes;
  lanes.with(1, (n) => {
    code.get(x);
    lanes.constant(log2e).do("f32x4Mul");
    if (isNearest) {
      lanes.constant(rounder).do("f32x4Add").tee(bits);
      lanes.constant(rounder).do("f32x4Sub").set(n);
    } else {
      code.do("f32x4Floor").tee(n);
      lanes.constant(rounder).do("f32x4Add").set(bits);
    }
    code.get(x).get(n);
    lanes.constant(ln2High).do("f32x4Mul", "f32x4Sub").get(n);
    lanes.constant(ln2Low).do("f32x4Mul");
    if (lost !== undefined) code.get(lost).do("f32x4Add");
    code.do("f32x4Sub").set(r);
  });
}

/** Pushes 2ⁿ · unit; 0 where its exponent is too small by one, ∞ where it is too large by one. */
export function powerOfTwo(lanes: Lanes, bits: Local, unit = 1): void {
  lanes.code.get(bits).i32(23).do("i32x4Shl");
  lanes.constant(unit).do("i32x4Add");
}

/** How far an exponential reaches, and in which unit it is given: 1 or a small power of two. */
interface Exponential {
  readonly reach?: "all" | "inside";
  readonly unit?: number;
  /** What x has too much. */
  readonly lost?: Local;
  /** What the result is multiplied with. */
  readonly factor?: Local;
}

/**
 * eˣ · unit. Inside of −88.3 < x < 88.3 it is a little more precise, and 0 below −87.68. To reach all numbers up to 88.72,
 * n is rounded down: then the factor 2ⁿ turns into ∞ and into 0 by itself, and x may be from −88.7 to 89.4.
 */
export function exponential(
  lanes: Lanes,
  x: Local,
  { reach = "inside", unit = 1, lost, factor }: Exponential = {},
): void {
  const { code } = lanes;
  lanes.with(2, (bits, r) => {
    reduce(lanes, x, { bits, r }, reach === "inside", lost);
    if (factor !== undefined) {
      powerOfTwo(lanes, bits, unit);
      code.get(factor).do("f32x4Mul").set(bits);
    }
    lanes.polynomial(r, reach === "inside" ? nearTail : upperTail);
    code.get(r).get(r).do("f32x4Mul", "f32x4Mul").get(r).do("f32x4Add");
    if (factor !== undefined) {
      // (1 + …) · factor with one rounding less.
      code.get(bits).do("f32x4Mul").get(bits).do("f32x4Add");
      return;
    }
    lanes.constant(1).do("f32x4Add");
    powerOfTwo(lanes, bits, unit);
    code.do("f32x4Mul");
  });
}

/** eˣ: ∞ above 88.72, 0 below −87.33. */
export function exp(lanes: Lanes, x: Local): void {
  lanes.with(1, (inside) => {
    lanes.code.get(x);
    lanes.constant(-88).do("f32x4Pmax");
    lanes.constant(88.8).do("f32x4Pmin").set(inside);
    exponential(lanes, inside, { reach: "all" });
  });
}

/** eˣ for x that is not above 0: exactly 0 below −87.68. */
export function expBelowZero(lanes: Lanes, x: Local): void {
  lanes.with(1, (inside) => {
    lanes.code.get(x);
    lanes.constant(-88).do("f32x4Pmax").set(inside);
    exponential(lanes, inside);
  });
}

/** (eˣ − 1) · unit, exact near 0: 2ⁿ · (eʳ − 1) + (2ⁿ − 1). The sign of a zero is lost. */
function exponentialLessOne(lanes: Lanes, x: Local, unit: number): void {
  const { code } = lanes;
  lanes.with(3, (bits, r, power) => {
    reduce(lanes, x, { bits, r }, true);
    powerOfTwo(lanes, bits, unit);
    code.set(power);
    lanes.polynomial(r, nearTail).get(r).get(r).do("f32x4Mul", "f32x4Mul").get(r).do("f32x4Add");
    code.get(power).do("f32x4Mul").get(power);
    lanes.constant(unit).do("f32x4Sub", "f32x4Add");
  });
}

/** eˣ − 1: half of it, so that it reaches as far as float32 does, twice. */
export function expm1(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  lanes.with(1, (half) => {
    code.get(x);
    lanes.constant(-20).do("f32x4Pmax");
    lanes.constant(88.8).do("f32x4Pmin").set(half);
    exponentialLessOne(lanes, half, 0.5);
    code.tee(half).get(half).do("f32x4Add");
    lanes.withSignOf(x);
  });
}

/** Pushes |x|, but at most `limit`. */
function sizeOf(lanes: Lanes, x: Local, limit: number): void {
  lanes.code.get(x).do("f32x4Abs");
  lanes.constant(limit).do("f32x4Pmin");
}

/** With E = e²ˣ − 1 it is E / (E + 2), of |x| and with the sign of x. */
export function tanh(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  lanes.with(1, (e) => {
    sizeOf(lanes, x, 9.02);
    code.tee(e).get(e).do("f32x4Add").set(e);
    exponentialLessOne(lanes, e, 1);
    code.tee(e).get(e);
    lanes.constant(2).do("f32x4Add", "f32x4Div");
    lanes.withSignOf(x);
  });
}

/**
 * With H = (eˣ − 1) / 2 it is H + H / (2H + 1), of |x| and with the sign of x. H is made from half of it, which does not
 * overflow before it does.
 */
export function sinh(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  lanes.with(2, (h, finite) => {
    sizeOf(lanes, x, 89.5);
    code.set(h);
    exponentialLessOne(lanes, h, 0.25);
    code.tee(h).get(h).do("f32x4Add").tee(h).get(h);
    lanes.constant(1e30).do("f32x4Pmin").tee(finite).get(finite).get(finite).do("f32x4Add");
    lanes.constant(1).do("f32x4Add", "f32x4Div", "f32x4Add");
    lanes.withSignOf(x);
  });
}

/** (eˣ + e⁻ˣ) / 2, from a quarter of eˣ. */
export function cosh(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  lanes.with(1, (quarter) => {
    sizeOf(lanes, x, 89.5);
    code.set(quarter);
    exponential(lanes, quarter, { reach: "all", unit: 0.25 });
    code.tee(quarter).get(quarter).do("f32x4Add");
    lanes.constant(0.125).get(quarter).do("f32x4Div", "f32x4Add");
  });
}

/** 1 / (1 + e⁻ˣ) */
export function sigmoid(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  lanes.with(1, (negative) => {
    code.get(x).do("f32x4Neg");
    lanes.constant(-88).do("f32x4Pmax");
    lanes.constant(88.8).do("f32x4Pmin").set(negative);
    lanes.constant(1);
    exponential(lanes, negative);
    lanes.constant(1).do("f32x4Add", "f32x4Div");
  });
}

/** log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|) */
export function softplus(lanes: Lanes, x: Local): void {
  lanes.with(1, (t) => {
    lanes.code.get(x).do("f32x4Abs", "f32x4Neg").set(t);
    expBelowZero(lanes, t);
    lanes.code.set(t);
    logarithmOfSum(lanes, t);
    lanes.code.get(x);
    lanes.constant(0).do("f32x4Pmax", "f32x4Add");
  });
}
