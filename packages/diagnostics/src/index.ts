export { checkGradient } from "./check-gradient.ts";
export type { CheckGradientOptions, GradientCheck } from "./check-gradient.ts";
export type { ActivationRun } from "./compare/activation-run.ts";
export { compareActivations } from "./compare/compare-activations.ts";
export type { ActivationComparison, CompareActivationsOptions, ComparedActivation } from "./compare/compare-activations.ts"; // prettier-ignore
export type { ActivationSummary } from "./compare/summarize.ts";
export { calibrate } from "./diagnose/calibrate.ts";
export type { Calibrated } from "./diagnose/calibrate.ts";
export { diagnose, HealthError } from "./diagnose/diagnose.ts";
export type { DiagnoseOptions, Diagnosis } from "./diagnose/diagnose.ts";
export type { HealthReport, LayerReport } from "./diagnose/report.ts";
export { resurrect } from "./diagnose/resurrect.ts";
export type { ResurrectOptions, Revived } from "./diagnose/resurrect.ts";
export type { Flow } from "./diagnose/rules/flow.ts";
export type { Cause, Verdict, VerdictCode } from "./diagnose/verdict.ts";
export { traceNaN } from "./trace-nan.ts";
export type { NaNTrace, NotFinite, TraceNaNOptions } from "./trace-nan.ts";
export { counted, timed, watched } from "./watch.ts";
export type { Counted, KernelCall } from "./watch.ts";
