import { select, type Expression } from "@piecewise/expressions";
import { elementwise } from "../elementwise.ts";

/** The logarithm to the base 2. */
export const log2 = elementwise("log2", (x) => x.log().dividedBy(Math.LN2));
/** The logarithm to the base 10. */
export const log10 = elementwise("log10", (x) => x.log().dividedBy(Math.LN10));
/** log(eᵃ + eᵇ), without overflow, broadcast. */
export const logAddExp = elementwise("logAddExp", (a, b) => {
  const from = (larger: Expression, smaller: Expression) => larger.plus(smaller.minus(larger).softplus());
  const sameInfinity = a.equal(b).and(a.absolute().equal(Infinity));
  return select(sameInfinity, a, select(a.less(b), from(b, a), from(a, b)));
});
