import { elementwise } from "../elementwise.ts";

/** a = b, as bool, broadcast. */
export const equal = elementwise("equal", (a, b) => a.equal(b));
/** a ≠ b, as bool, broadcast. */
export const notEqual = elementwise("notEqual", (a, b) => a.notEqual(b));
/** a < b, as bool, broadcast. */
export const less = elementwise("less", (a, b) => a.less(b));
/** a ≤ b, as bool, broadcast. */
export const lessEqual = elementwise("lessEqual", (a, b) => a.lessEqual(b));
/** a > b, as bool, broadcast. */
export const greater = elementwise("greater", (a, b) => a.greater(b));
/** a ≥ b, as bool, broadcast. */
export const greaterEqual = elementwise("greaterEqual", (a, b) => a.greaterEqual(b));
/** Whether both are true (not 0), as bool, broadcast. */
export const logicalAnd = elementwise("logicalAnd", (a, b) => a.notEqual(0).and(b));
/** Whether one or both are true (not 0), as bool, broadcast. */
export const logicalOr = elementwise("logicalOr", (a, b) => a.notEqual(0).or(b));
/** Whether x is false (0), as bool. */
export const logicalNot = elementwise("logicalNot", (x) => x.not());
/** Whether x is not a number, as bool. */
export const isNaN = elementwise("isNaN", (x) => x.notEqual(x));
/** Whether x is neither NaN nor ±∞, as bool. */
export const isFinite = elementwise("isFinite", (x) => x.absolute().less(Infinity));
