export { adam, adamW } from "./adam.ts";
export { defineOptimizer } from "./optimizer.ts";
export type { Definition, Optimizer, StepNorms } from "./optimizer.ts";
export type { OptimizerSettings, OptionRules, Options, OptionValues, Schedule } from "./options.ts";
export { constant, cosine, step, warmup } from "./schedules.ts";
export { sgd } from "./sgd.ts";
