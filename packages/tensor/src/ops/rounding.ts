import { select, type Expression } from "@piecewise/expressions";
import { elementwise } from "../elementwise.ts";

/** The largest integer that is not above x. Its gradient is 0. */
export const floor = elementwise("floor", (x) => x.floor());
/** The smallest integer that is not below x. Its gradient is 0. */
export const ceil = elementwise("ceil", (x) => x.ceil());
/** The integer next to x on the way to 0. Its gradient is 0. */
export const trunc = elementwise("trunc", (x) => select(x.less(0), x.ceil(), x.floor()));
/** The nearest integer; halves go to the even one. Its gradient is 0. */
export const round = elementwise("round", (x) => x.round());
/** What the division a / b leaves, with the sign of a, as in C. */
export const fmod = elementwise("fmod", (a, b) => {
  const rest = (x: Expression) => x.remainder(b.absolute());
  return select(a.less(0), rest(a.negate()).negate(), rest(a));
});
