export { conformanceCases } from "./cases.ts";
export { describeConformance } from "./describe.ts";
export type { ConformanceOptions } from "./describe.ts";
export { differences } from "./differences.ts";
export { bool, float, int32 } from "./case.ts";
export type { Case, ConformanceCases, Kind, Values } from "./case.ts";
