export { checkGradient } from "./check-gradient.ts";
export type { CheckGradientOptions, GradientCheck } from "./check-gradient.ts";
export { counted, timed, watched } from "./watch.ts";
export type { Counted } from "./watch.ts";
