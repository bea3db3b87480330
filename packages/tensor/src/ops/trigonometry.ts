import { elementwise } from "../elementwise.ts";

/** Sine of an angle in radians. */
export const sin = elementwise("sin", (x) => x.sin());
/** Cosine of an angle in radians. */
export const cos = elementwise("cos", (x) => x.cos());
/** Tangent of an angle in radians. */
export const tan = elementwise("tan", (x) => x.tan());
/** The angle from −π/2 to π/2 whose sine is x. */
export const asin = elementwise("asin", (x) => x.asin());
/** The angle from 0 to π whose cosine is x. */
export const acos = elementwise("acos", (x) => x.acos());
/** The angle from −π/2 to π/2 whose tangent is x. */
export const atan = elementwise("atan", (x) => x.atan());
/** The angle from −π to π of the point (x, y), broadcast. */
export const atan2 = elementwise("atan2", (y, x) => y.atan2(x));
/** Hyperbolic sine. */
export const sinh = elementwise("sinh", (x) => x.sinh());
/** Hyperbolic cosine. */
export const cosh = elementwise("cosh", (x) => x.cosh());
/** Hyperbolic tangent. */
export const tanh = elementwise("tanh", (x) => x.tanh());
