import type { Local } from "../emitter/code.ts";
import type { Lanes } from "./lanes.ts";

// (atan t − t) / t³ in t² for t ≤ 1, and (asin t − t) / t³ in t² for t ≤ 1/2; fitted by minimising the largest error.
const atanTail = [
  -0.33333298563957214, 0.19998548924922943, -0.14264240860939026, 0.10952183604240417, -0.08403442800045013,
  0.05795746669173241, -0.031177718192338943, 0.01091453805565834, -0.001793606556020677,
];
const asinTail = [0.16666752099990845, 0.07495288550853729, 0.04547160491347313, 0.024172957986593246, 0.04217821732163429]; // prettier-ignore
const halfPi = Math.PI / 2;

/** Of |x|, with the sign of x; above 1 it is π / 2 − atan(1 / |x|). */
export function atan(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  lanes.with(3, (t, isLarge, angle) => {
    code.get(x).do("f32x4Abs").set(t);
    lanes.constant(1).get(t).do("f32x4Div").get(t).get(t);
    lanes.constant(1).do("f32x4Gt").tee(isLarge).do("bitselect").set(t);
    oddPolynomial(lanes, t, atanTail);
    code.set(angle);
    turned(lanes, halfPi, angle, isLarge);
    lanes.withSignOf(x);
  });
}

/** The angle of the point (x, y): of the smaller side by the larger, mirrored where y is larger and where x is negative. */
export function atan2(lanes: Lanes, y: Local, x: Local): void {
  const { code } = lanes;
  lanes.with(5, (smaller, larger, t, isSteep, angle) => {
    code.get(y).do("f32x4Abs").set(smaller).get(x).do("f32x4Abs").set(larger);
    code.get(smaller).get(larger).do("f32x4Gt").set(isSteep);
    // The minimum keeps a NaN of either; 0 / 0 and ∞ / ∞ are to be 0 and 1.
    code.get(smaller).get(larger).do("f32x4Min").get(larger).get(smaller).do("f32x4Pmax");
    lanes
      .constant(2 ** -149)
      .do("f32x4Pmax")
      .set(larger);
    code.tee(smaller).get(larger).do("f32x4Div");
    lanes.replaceWhere(smaller, "f32x4Eq", Infinity, () => lanes.constant(1)).set(t);
    oddPolynomial(lanes, t, atanTail);
    code.set(angle);
    turned(lanes, halfPi, angle, isSteep);
    code.set(angle);
    code.get(x).i32(31).do("i32x4ShrS").set(isSteep);
    turned(lanes, Math.PI, angle, isSteep);
    lanes.withSignOf(y);
  });
}

/** With p = asin t it is p for t = |x| ≤ 1/2, and π / 2 − 2p for t = √((1 − |x|) / 2) above; with the sign of x. */
export function asin(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  lanes.with(2, (isLarge, angle) => {
    arc(lanes, x, isLarge);
    code.set(angle);
    turned(lanes, halfPi, angle, isLarge);
    lanes.withSignOf(x);
  });
}

/** π / 2 − asin x for |x| ≤ 1/2; above it is 2p, and below π − 2p. */
export function acos(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  lanes.with(3, (isLarge, angle, isNegative) => {
    arc(lanes, x, isLarge);
    code.set(angle);
    code.get(x).i32(31).do("i32x4ShrS").set(isNegative);
    lanes.constant(Math.PI).get(isNegative).do("v128And");
    lanes.constant(halfPi).get(isLarge).do("bitselect");
    // The angle is taken away where just one of the two holds: x is negative, x is small.
    code.get(angle).get(isNegative).get(isLarge).do("v128Not", "v128Xor");
    lanes.constant(-0).do("v128And", "v128Xor", "f32x4Add");
  });
}

/** Pushes p for |x| ≤ 1/2, and 2p above, where the mask is set. NaN comes from the root for |x| > 1. */
function arc(lanes: Lanes, x: Local, isLarge: Local): void {
  const { code } = lanes;
  lanes.with(2, (t, half) => {
    code.get(x).do("f32x4Abs").tee(t);
    lanes.constant(0.5).do("f32x4Gt").set(isLarge);
    lanes.constant(1).get(t).do("f32x4Sub");
    lanes.constant(0.5).do("f32x4Mul", "f32x4Sqrt").get(t).get(isLarge).do("bitselect").set(t);
    oddPolynomial(lanes, t, asinTail);
    code.tee(half).get(half).get(isLarge).do("v128And", "f32x4Add");
  });
}

/** t + t³ · p(t²) */
function oddPolynomial(lanes: Lanes, t: Local, tail: readonly number[]): void {
  const { code } = lanes;
  lanes.with(1, (square) => {
    code.get(t).get(t).do("f32x4Mul").set(square);
    lanes.polynomial(square, tail).get(square).get(t).do("f32x4Mul", "f32x4Mul").get(t).do("f32x4Add");
  });
}

/** Pushes `full` − angle where the mask is set, and the angle elsewhere. */
function turned(lanes: Lanes, full: number, angle: Local, where: Local): void {
  lanes.constant(full).get(angle).do("f32x4Sub").get(angle).get(where).do("bitselect");
}
