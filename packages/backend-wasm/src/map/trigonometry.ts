import type { Local } from "../emitter/code.ts";
import { eachHalf } from "./halves.ts";
import type { Lanes } from "./lanes.ts";

// (sin r − r) / r³ and (cos r − 1 + r² / 2) / r⁴ in r² for |r| ≤ π / 4; fitted by minimising the largest error.
const sineTail = [-0.16666655242443085, 0.008332155644893646, -0.0001951463200384751];
const cosineTail = [0.04166664555668831, -0.0013887309469282627, 2.443241282890085e-5];

// π / 2 in two parts: the first has 33 bits, so that n times it is exact in float64 for n up to 2²⁰.
const [halfPiHigh, halfPiLow] = [1.5707963267341256, 6.077100506506192e-11];
/** Up to where the two parts are enough. */
const limit = 2 ** 20;
const rounder = 12582912;

/** x = n · π / 2 + r: n is in the low bits of `bits`. */
interface Quarters {
  readonly bits: Local;
  readonly r: Local;
}

/** sin x: sin r or cos r, with a sign, depending on which quarter of the circle x is in. */
export function sin(lanes: Lanes, x: Local): void {
  withinLimit(lanes, x, "sin", () => {
    quarterOf(lanes, x, ({ bits, r }) => chosen(lanes, bits, r));
    lanes.replaceWhere(x, "f32x4Eq", 0, () => lanes.code.get(x));
  });
}

/** cos x = sin (x + π / 2) */
export function cos(lanes: Lanes, x: Local): void {
  withinLimit(lanes, x, "cos", () =>
    quarterOf(lanes, x, ({ bits, r }) => {
      lanes.code.get(bits);
      lanes.constant(1).do("f32x4Add").set(bits);
      chosen(lanes, bits, r);
    }),
  );
}

/** tan x = sin r / cos r, or −cos r / sin r. */
export function tan(lanes: Lanes, x: Local): void {
  const { code } = lanes;
  withinLimit(lanes, x, "tan", () => {
    quarterOf(lanes, x, ({ bits, r }) =>
      lanes.with(3, (sine, cosine, odd) => {
        sineAndCosine(lanes, r, sine, cosine);
        isOdd(lanes, bits, odd);
        code.get(cosine).do("f32x4Neg").get(sine).get(odd).do("bitselect");
        code.get(sine).get(cosine).get(odd).do("bitselect", "f32x4Div");
      }),
    );
    lanes.replaceWhere(x, "f32x4Eq", 0, () => code.get(x));
  });
}

/** Numbers above the limit are left to JavaScript, which takes π with as many digits as they need. */
function withinLimit(lanes: Lanes, x: Local, name: "sin" | "cos" | "tan", inside: () => void): void {
  const { code } = lanes;
  lanes.with(1, (result) => {
    code.get(x).do("f32x4Abs");
    lanes.constant(limit).do("f32x4Gt", "anyTrue");
    code.if(
      () => {
        lanes.byLane(name, x);
        code.set(result);
      },
      () => {
        inside();
        code.set(result);
      },
    );
    code.get(result);
  });
}

/** The reduction is done in float64: near a multiple of π / 2, r is far smaller than x, and all its digits count. */
function quarterOf(lanes: Lanes, x: Local, use: (of: Quarters) => void): void {
  const { code } = lanes;
  lanes.with(3, (bits, n, r) => {
    code.get(x);
    lanes.constant(2 / Math.PI).do("f32x4Mul");
    lanes.constant(rounder).do("f32x4Add").tee(bits);
    lanes.constant(rounder).do("f32x4Sub").set(n);
    eachHalf(lanes, [x, n], [r], ([x, n], [r]) => {
      code.get(x).get(n);
      lanes.constant64(halfPiHigh).do("f64x2Mul", "f64x2Sub").get(n);
      lanes.constant64(halfPiLow).do("f64x2Mul", "f64x2Sub").set(r);
    });
    use({ bits, r });
  });
}

function sineAndCosine(lanes: Lanes, r: Local, sine: Local, cosine: Local): void {
  const { code } = lanes;
  lanes.with(1, (square) => {
    code.get(r).get(r).do("f32x4Mul").set(square);
    lanes.polynomial(square, sineTail).get(square).get(r).do("f32x4Mul", "f32x4Mul").get(r);
    code.do("f32x4Add").set(sine);
    lanes.constant(1).get(square);
    lanes.constant(0.5).do("f32x4Mul", "f32x4Sub");
    lanes.polynomial(square, cosineTail).get(square).get(square).do("f32x4Mul", "f32x4Mul", "f32x4Add");
    code.set(cosine);
  });
}

/** sin r, cos r, −sin r or −cos r. */
function chosen(lanes: Lanes, bits: Local, r: Local): void {
  const { code } = lanes;
  lanes.with(3, (sine, cosine, odd) => {
    sineAndCosine(lanes, r, sine, cosine);
    isOdd(lanes, bits, odd);
    code.get(cosine).get(sine).get(odd).do("bitselect").get(bits).i32(30).do("i32x4Shl");
    lanes.constant(-0).do("v128And", "v128Xor");
  });
}

/** A mask from the lowest bit. */
function isOdd({ code }: Lanes, bits: Local, odd: Local): void {
  code.get(bits).i32(31).do("i32x4Shl").i32(31).do("i32x4ShrS").set(odd);
}
