import { select } from "@piecewise/expressions";
import { elementwise } from "../elementwise.ts";

/** From here on x² + 1 and x² − 1 are x², whatever the precision. */
const large = 1e8;

/** The inverse of sinh. */
export const asinh = elementwise("asinh", (x) => {
  const isNegative = x.less(0);
  const t = select(isNegative, x.negate(), x);
  const root = t.square().plus(1).sqrt();
  const y = select(t.less(large), t.plus(t.square().dividedBy(root.plus(1))).log1p(), t.log().plus(Math.LN2));
  return select(isNegative, y.negate(), y);
});
/** The inverse of cosh, from 0 on; NaN below 1. */
export const acosh = elementwise("acosh", (x) => {
  const u = x.minus(1);
  const root = u.sqrt().times(u.plus(2).sqrt());
  return select(x.less(large), u.plus(root).log1p(), x.log().plus(Math.LN2));
});
/** The inverse of tanh: ±∞ at ±1, NaN beyond. */
export const atanh = elementwise("atanh", (x) => x.log1p().minus(x.negate().log1p()).times(0.5));
