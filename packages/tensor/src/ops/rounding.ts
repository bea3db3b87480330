import { elementwise } from "../elementwise.ts";

/** The largest integer that is not above x. Its gradient is 0. */
export const floor = elementwise("floor", (x) => x.floor());
/** The smallest integer that is not below x. Its gradient is 0. */
export const ceil = elementwise("ceil", (x) => x.ceil());
/** The nearest integer; halves go to the even one. Its gradient is 0. */
export const round = elementwise("round", (x) => x.round());
