export { describeOracle, numberIn } from "./describe.ts";
export type { SuiteOptions } from "./describe.ts";
export { difference } from "./difference.ts";
export type { Tolerance } from "./difference.ts";
export type { FloatType, Judgement } from "./judgement.ts";
export { readFixture, readOracle, readTensors } from "./read.ts";
export type { Oracle, OracleCase, OracleTensor } from "./read.ts";
export type { Named, Operator, Outcome } from "./run-case.ts";
