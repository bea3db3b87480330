export { checkGradient } from "./check-gradient.ts";
export type { CheckGradientOptions, GradientCheck } from "./check-gradient.ts";
export { diagnose, HealthError } from "./diagnose/diagnose.ts";
export type { DiagnoseOptions, Diagnosis } from "./diagnose/diagnose.ts";
export type { HealthReport, LayerReport } from "./diagnose/report.ts";
export type { Flow } from "./diagnose/rules/flow.ts";
export type { Cause, Verdict, VerdictCode } from "./diagnose/verdict.ts";
export { counted, timed, watched } from "./watch.ts";
export type { Counted } from "./watch.ts";
