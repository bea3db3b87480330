import type { Local } from "../emitter/code.ts";
import { exponential } from "./exponential.ts";
import type { Lanes } from "./lanes.ts";

// Polynomials fitted by minimising the largest error (Lawson's method): erf(x) / x in x² below 0.92, −log(1 − erf(x)) above.
const erfSmall = [1.1283791065216064, -0.37612494826316833, 0.11281802505254745, -0.02676556631922722, 0.00499098002910614, -0.0005976893589831889]; // prettier-ignore
const erfcLogarithm = [
  -0.00016039812180679291, 1.1294341087341309, 0.6335435509681702, 0.10801183432340622, -0.024895109236240387,
  0.004053396172821522, -0.00039667426608502865, 1.4305522199720144e-5, 5.223244556873397e-7,
];
// exp(a² / 2) · erfc(a / √2) for 0 ≤ a ≤ 13.3, as a quotient.
const tailAbove = [
  99.23651885986328, 86.47190856933594, 35.98444366455078, 7.935758590698242, 0.7978959083557129,
];
const tailBelow = [
  99.23651885986328, 165.65122985839844, 118.53633117675781, 46.08340835571289, 9.946730613708496, 1.0,
];

/** The error function: a polynomial below 0.92, 1 − exp(log erfc) above. */
export function erf(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  lanes.with(3, (size, large, square) => {
    code.get(x).do("f32x4Abs");
    lanes.constant(3.95).do("f32x4Pmin").set(size);
    lanes.polynomial(size, erfcLogarithm).do("f32x4Neg").set(large);
    lanes.constant(1);
    exponential(lanes, large);
    code.do("f32x4Sub");
    lanes.withSignOf(x).set(large);
    code.get(x).get(x).do("f32x4Mul").set(square);
    lanes.polynomial(square, erfSmall).get(x).do("f32x4Mul").get(large).get(size);
    lanes.constant(0.92).do("f32x4Lt", "bitselect");
  });
}

/**
 * 1 + erf(x / √2), which is twice the distribution function of the normal distribution. The sum would lose all digits for
 * x far below 0; here they all count. Above 0 it is 2 less what it is for −x.
 *
 * For a = |x| it is exp(−a² / 2) · p(a) / q(a). Parts that do not need each other are kept apart, so that they are computed
 * at the same time.
 */
export function normal(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  lanes.with(4, (size, ratio, exponent, lost) => {
    code.get(x).do("f32x4Abs");
    lanes.constant(13.266).do("f32x4Pmin").set(size);
    halfSquare(lanes, size, exponent, lost);
    lanes.polynomial(size, tailAbove);
    lanes.polynomial(size, tailBelow).do("f32x4Div").set(ratio);
    exponential(lanes, exponent, { lost, factor: ratio });
    code.set(ratio);
    lanes.constant(2).get(ratio).do("f32x4Sub").get(ratio).get(x);
    lanes.constant(0).do("f32x4Gt", "bitselect");
  });
}

/** −x² / 2 − lost: the square of the upper half of x's digits is exact, the rest is what it lacks. */
function halfSquare(lanes: Lanes, x: Local, exponent: Local, lost: Local): void {
  const { code } = lanes;
  lanes.with(1, (upper) => {
    code.get(x).i32(12).do("i32x4ShrU").i32(12).do("i32x4Shl").tee(upper).get(upper).do("f32x4Mul");
    lanes.constant(-0.5).do("f32x4Mul").set(exponent);
    code.get(x).get(upper).do("f32x4Sub").get(x).get(upper).do("f32x4Add", "f32x4Mul");
    lanes.constant(0.5).do("f32x4Mul").set(lost);
  });
}
