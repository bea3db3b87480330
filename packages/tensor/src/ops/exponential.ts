import { elementwise } from "../elementwise.ts";

/** eˣ. */
export const exp = elementwise("exp", (x) => x.exp());
/** eˣ − 1, exact near 0. */
export const expm1 = elementwise("expm1", (x) => x.expm1());
/** The natural logarithm. */
export const log = elementwise("log", (x) => x.log());
/** log(1 + x), exact near 0. */
export const log1p = elementwise("log1p", (x) => x.log1p());
/** √x. */
export const sqrt = elementwise("sqrt", (x) => x.sqrt());
/** 1 / √x. */
export const rsqrt = elementwise("rsqrt", (x) => x.sqrt().reciprocal());
/** 1 / (1 + e⁻ˣ), without overflow. */
export const sigmoid = elementwise("sigmoid", (x) => x.sigmoid());
/** The error function, (2/√π) ∫₀ˣ e^(−t²) dt. */
export const erf = elementwise("erf", (x) => x.erf());
