import type { Local } from "../emitter/code.ts";
import { eachHalf } from "./halves.ts";
import type { Lanes } from "./lanes.ts";

/** What a division leaves, with the divisor's sign. Nothing is rounded on the way, in float64. */
export function remainder(lanes: Lanes, a: Local, b: Local): void {
  lanes.with(1, (r) => {
    eachHalf(lanes, [a, b], [r], ([a, b], [r]) => remainder64(lanes, a, b, r));
    lanes.code.get(a);
    lanes.constant(-0).do("v128And").get(r).get(r);
    lanes.constant(0).do("f32x4Eq", "bitselect").set(r);
    byInfinite(lanes, a, b, r);
  });
}

/**
 * A quotient is used with 24 bits, so that its product with b has no more than 48 and the difference is exact. What is left
 * of a large one goes through the loop again.
 */
function remainder64(lanes: Lanes, a: Local, b: Local, r: Local): void {
  const { code } = lanes;
  lanes.with(2, (quotient, isLarge) => {
    code.get(a).set(r);
    code.loop(() => {
      code.get(r).get(b).do("f64x2Div").tee(quotient).do("f64x2Abs");
      lanes
        .constant64(2 ** 24)
        .do("f64x2Ge")
        .set(isLarge);
      code.get(r).get(quotient).i32(29).do("i64x2ShrU").i32(29).do("i64x2Shl");
      code.get(isLarge).do("v128And").get(b).do("f64x2Mul", "f64x2Sub").set(r);
      code.get(isLarge).do("anyTrue").branchIf(0);
    });
    code.get(r).get(quotient).do("f64x2Floor").get(b).do("f64x2Mul", "f64x2Sub").set(r);
    // The quotient may have been rounded up to an integer.
    code.get(r).get(b).get(r).get(b).do("f64x2Mul");
    lanes.constant64(0).do("f64x2Lt", "v128And", "f64x2Add").set(r);
  });
}

/** Divided by ±∞, finite numbers of its sign stay as they are, and others give ±∞. */
function byInfinite(lanes: Lanes, a: Local, b: Local, r: Local): void {
  const { code } = lanes;
  code.get(b).get(a).get(a).get(b).do("v128Xor");
  // All bits of the sign, where a is not 0.
  code.i32(31).do("i32x4ShrS").get(a);
  lanes.constant(0).do("f32x4Ne", "v128And", "bitselect");
  code.get(r).get(b).do("f32x4Abs");
  lanes.constant(Infinity).do("f32x4Eq").get(a).do("f32x4Abs");
  lanes.constant(Infinity).do("f32x4Lt", "v128And", "bitselect");
}
