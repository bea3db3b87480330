import { select } from "@piecewise/expressions";
import { elementwise } from "../elementwise.ts";

/** a + b, broadcast. */
export const add = elementwise("add", (a, b) => a.plus(b));
/** a − b, broadcast. */
export const sub = elementwise("sub", (a, b) => a.minus(b));
/** a · b, element by element, broadcast. */
export const mul = elementwise("mul", (a, b) => a.times(b));
/** a / b, broadcast; integers give float32. */
export const div = elementwise("div", (a, b) => a.dividedBy(b));
/** a to the power b, broadcast. */
export const pow = elementwise("pow", (a, b) => a.power(b));
/** What the division a / b leaves, with the sign of b, as in Python. */
export const remainder = elementwise("remainder", (a, b) => a.remainder(b));
/** The larger of a and b; NaN wins. Where they are equal, each gets half of the gradient. */
export const maximum = elementwise("maximum", (a, b) => a.maximum(b));
/** The smaller of a and b; NaN wins. Where they are equal, each gets half of the gradient. */
export const minimum = elementwise("minimum", (a, b) => a.minimum(b));
/** −x. */
export const neg = elementwise("neg", (x) => x.negate());
/** |x|; the derivative at 0 is 0. */
export const abs = elementwise("abs", (x) => x.absolute());
/** −1, 0 or 1. */
export const sign = elementwise("sign", (x) => x.sign());
/** x². */
export const square = elementwise("square", (x) => x.square());
/** 1 / x. */
export const reciprocal = elementwise("reciprocal", (x) => x.reciprocal());
/**
 * `x` limited to min … max; NaN stays, and max wins where it is below min. The derivative is 1 from min to max, ends
 * included, and 0 outside.
 */
export const clip = elementwise("clip", (x, { min, max }) => x.clip(min.minimum(max), max), {
  min: -Infinity,
  max: Infinity,
});
/** `a` where the condition is true (not 0), else `b`, broadcast. No gradient leaks from the branch not taken. */
export const where = elementwise("where", (condition, a, b) => select(condition, a, b));
