import type { Local } from "../emitter/code.ts";
import type { Lanes } from "./lanes.ts";

/** ln 2 in two parts: the first has few bits, so that n · ln 2 is exact; the second is what it lacks. */
export const [ln2High, ln2Low] = [0.693145751953125, 1.428606765330187e-6] as const;

// (log(1 + f) − f + f² / 2) / f³ for √½ − 1 ≤ f < √2 − 1; fitted by minimising the largest error (Lawson's method).
const log1pTail = [
  0.33333316445350647, -0.25000810623168945, 0.2000228613615036, -0.16624553501605988, 0.14181193709373474,
  -0.13128761947155, 0.12881635129451752, -0.07859577238559723,
];

/** The natural logarithm: −∞ at 0, NaN below. */
export function log(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  lanes.with(2, (e, f) => {
    splitExponent(lanes, x, e, f);
    combine(lanes, e, f);
    lanes.replaceWhere(x, "f32x4Eq", 0, () => lanes.constant(-Infinity));
    lanes.replaceWhere(x, "f32x4Eq", Infinity, () => code.get(x));
    notBelow(lanes, x, 0);
  });
}

/** Takes a vector from the stack; it is NaN where x is below the limit, or NaN itself. */
function notBelow(lanes: Lanes, x: Local, limit: number): void {
  lanes.constant(NaN).get(x);
  lanes.constant(limit).do("f32x4Ge", "bitselect");
}

/** |x| = 2ᵉ · (1 + f) with √½ − 1 ≤ f < √2 − 1. The sign of x must not be set. */
export function splitExponent(lanes: Lanes, x: Local, e: Local, f: Local): void {
  const { code } = lanes;
  lanes.with(2, (scaled, isTiny) => {
    // Denormal numbers are brought into the normal range first, by 2²³.
    code.get(x);
    lanes.constant(8388608).do("f32x4Mul").get(x).get(x);
    lanes.constant(1.17549435e-38).do("f32x4Lt").tee(isTiny).do("bitselect").set(scaled);
    exponentBits(lanes, scaled, e);
    code.get(scaled).get(e).do("i32x4Sub");
    lanes.constant(1).do("f32x4Sub").set(f);
    code.get(e).i32(23).do("i32x4ShrS", "f32x4ConvertI32");
    lanes.constant(23).get(isTiny).do("v128And", "f32x4Sub").set(e);
  });
}

/** Of x = 2ᵉ · m with √½ ≤ m < √2, e where the exponent of a float32 is. */
function exponentBits(lanes: Lanes, x: Local, bits: Local): void {
  lanes.code.get(x);
  lanes.constant(Math.SQRT1_2).do("i32x4Sub").i32(23).do("i32x4ShrS").i32(23).do("i32x4Shl").set(bits);
}

/** e · ln 2 + log(1 + f) */
function combine(lanes: Lanes, e: Local, f: Local): void {
  const { code } = lanes;
  lanes.with(1, (square) => {
    code.get(f).get(f).do("f32x4Mul").set(square);
    lanes.polynomial(f, log1pTail).get(f).get(square).do("f32x4Mul", "f32x4Mul").get(e);
    lanes.constant(ln2Low).do("f32x4Mul", "f32x4Add").get(square);
    lanes.constant(0.5).do("f32x4Mul", "f32x4Sub").get(f).do("f32x4Add").get(e);
    lanes.constant(ln2High).do("f32x4Mul", "f32x4Add");
  });
}

/**
 * log(1 + x) for x > −1, but not ∞: the exponent e comes from the rounded sum, but 1 + f = (1 + x) / 2ᵉ is made of x itself,
 * with one rounding. The factor 4 / 2ᵉ stays in the normal range for all e.
 */
export function logarithmOfSum(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  lanes.with(3, (e, f, scale) => {
    code.get(x);
    lanes.constant(1).do("f32x4Add").set(f);
    exponentBits(lanes, f, e);
    lanes.constant(4).get(e).do("i32x4Sub").set(scale);
    code.get(x);
    lanes.constant(0.25).do("f32x4Mul").get(scale).do("f32x4Mul").get(scale);
    lanes.constant(0.25).do("f32x4Mul");
    lanes.constant(1).do("f32x4Sub", "f32x4Add").set(f);
    code.get(e).i32(23).do("i32x4ShrS", "f32x4ConvertI32").set(e);
    combine(lanes, e, f);
  });
}

/** log(1 + x): −∞ at −1, NaN below. */
export function log1p(lanes: Lanes, x: Local): void {
  logarithmOfSum(lanes, x);
  lanes.replaceWhere(x, "f32x4Eq", -1, () => lanes.constant(-Infinity));
  lanes.replaceWhere(x, "f32x4Eq", Infinity, () => lanes.code.get(x));
  notBelow(lanes, x, -1);
  lanes.withSignOf(x);
}
