import type { Local } from "../emitter/code.ts";
import { powerOfTwo } from "./exponential.ts";
import { eachHalf, polynomial64 } from "./halves.ts";
import type { Lanes } from "./lanes.ts";
import { splitExponent } from "./logarithm.ts";

// log₂((1 + s) / (1 − s)) / s in s² for the s that belong to √½ … √2, in float64; and (2ᵍ − 1) / g for 0 ≤ g ≤ 1.
const log2Odd = [2.8853900817779135, 0.9617966937608584, 0.5770780441252696, 0.4121995575019333, 0.3202788684257912, 0.277879144048235]; // prettier-ignore
const exp2Tail = [0.6931470632553101, 0.2402293086051941, 0.05548527091741562, 0.009675470180809498, 0.001246765605174005, 0.00021613641001749784]; // prettier-ignore
const rounder = 12582912;

/** |a|ᵇ = 2^(b · log₂|a|), with IEEE's special cases. */
export function power(lanes: Lanes, a: Local, b: Local): void {
  const { code } = lanes;
  lanes.with(2, (size, result) => {
    code.get(a).do("f32x4Abs").set(size);
    positivePower(lanes, size, b);
    code.set(result);
    signAndNaN(lanes, a, b, result);
    alwaysOne(lanes, a, b, size);
    code.set(size);
    lanes.constant(1).get(result).get(size).do("bitselect");
  });
}

/** The exponent times the logarithm is computed in float64: what it is off by, the result is off by, times itself. */
function positivePower(lanes: Lanes, a: Local, b: Local): void {
  const { code } = lanes;
  lanes.with(4, (e, f, n, g) => {
    splitExponent(lanes, a, e, f);
    // The exponents of ∞, NaN and 0 are ∞, NaN and −∞.
    code.get(e).get(a).get(a);
    lanes.constant(Infinity).do("f32x4Lt", "bitselect");
    lanes.replaceWhere(a, "f32x4Eq", 0, () => lanes.constant(-Infinity)).set(e);
    eachHalf(lanes, [e, f, b], [n, g], ([e, f, b], [n, g]) => {
      lanes.with(2, (s, square) => {
        code.get(f).get(f);
        lanes.constant64(2).do("f64x2Add", "f64x2Div").tee(s).get(s).do("f64x2Mul").set(square);
        polynomial64(lanes, square, log2Odd);
        code.get(s).do("f64x2Mul").get(e).do("f64x2Add").get(b).do("f64x2Mul");
        lanes.constant64(-127).do("f64x2Pmax");
        lanes.constant64(128).do("f64x2Pmin").tee(g).do("f64x2Floor").set(n);
        code.get(g).get(n).do("f64x2Sub").set(g);
      });
    });
    lanes.polynomial(g, exp2Tail).get(g).do("f32x4Mul");
    lanes.constant(1).do("f32x4Add").get(n);
    lanes.constant(rounder).do("f32x4Add").set(n);
    powerOfTwo(lanes, n);
    code.do("f32x4Mul");
  });
}

/** Below 0, odd powers are negative, and those that are no integers NaN. */
function signAndNaN(lanes: Lanes, a: Local, b: Local, result: Local): void {
  const { code } = lanes;
  lanes.with(2, (isInteger, half) => {
    code.get(b).do("f32x4Floor").get(b).do("f32x4Eq").set(isInteger);
    code.get(result).get(b);
    lanes.constant(0.5).do("f32x4Mul").tee(half).do("f32x4Floor").get(half).do("f32x4Ne");
    code.get(isInteger).do("v128And").get(a).do("v128And");
    lanes.constant(-0).do("v128And", "v128Or");
    lanes.constant(NaN).get(isInteger).get(a);
    lanes.constant(0).do("f32x4Ge", "v128Or").get(a);
    lanes.constant(-Infinity).do("f32x4Eq", "v128Or", "bitselect").set(result);
  });
}

/** Pushes a mask: b is 0, or a is 1, or |a| is 1 and b infinite. */
function alwaysOne(lanes: Lanes, a: Local, b: Local, size: Local): void {
  const { code } = lanes;
  code.get(b);
  lanes.constant(0).do("f32x4Eq").get(a);
  lanes.constant(1).do("f32x4Eq", "v128Or").get(size);
  lanes.constant(1).do("f32x4Eq").get(b).do("f32x4Abs");
  lanes.constant(Infinity).do("f32x4Eq", "v128And", "v128Or");
}

/** xⁿ for a small whole n but 0: products of x, or of 1 / x. */
export function smallPower(lanes: Lanes, x: Local, n: number): void {
  const { code } = lanes;
  lanes.with(1, (base) => {
    if (n < 0) lanes.constant(1).get(x).do("f32x4Div").set(base);
    else code.get(x).set(base);
    code.get(base);
    for (let i = 1; i < Math.abs(n); i++) code.get(base).do("f32x4Mul");
  });
}
