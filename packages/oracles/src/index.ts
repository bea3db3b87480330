export { describeOracle, numberIn } from "./describe.ts";
export type { Inputs, Operator, SuiteOptions } from "./describe.ts";
export { difference, readFixture, readOracle, readTensors } from "./read.ts";
export type { Oracle, OracleCase, OracleTensor, Tolerance } from "./read.ts";
