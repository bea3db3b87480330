export { adam, adamW } from "./adam.ts";
export { defineOptimizer } from "./optimizer.ts";
export type { Definition, Optimizer, Options, Schedule, OptimizerSettings } from "./optimizer.ts";
export { constant, cosine, step, warmup } from "./schedules.ts";
export { sgd } from "./sgd.ts";
