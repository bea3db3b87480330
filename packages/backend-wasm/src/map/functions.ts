import { parts, type Expression, type ScalarFunction } from "@piecewise/expressions";
import type { Instruction, Local } from "../emitter/code.ts";
import { cosh, exp, expm1, sigmoid, sinh, softplus, tanh } from "./exponential.ts";
import { acos, asin, atan, atan2 } from "./inverse-trigonometry.ts";
import type { Lanes } from "./lanes.ts";
import { log, log1p } from "./logarithm.ts";
import { erf } from "./normal.ts";
import { power } from "./power.ts";
import { remainder } from "./remainder.ts";
import { cos, sin, tan } from "./trigonometry.ts";

/** Emits a function of vectors that are in locals; leaves numbers on the stack, or for comparisons a mask. */
export type Emit = (lanes: Lanes, ...args: Local[]) => void;

/** Functions whose result is a mask: all bits set where true. */
export const masks: ReadonlySet<ScalarFunction> = new Set(["less", "lessEqual", "equal"]);

/** Functions that take many instructions. */
const elaborate = {
  ...{ exp, expm1, log, log1p, tanh, sinh, cosh, sigmoid, softplus, erf },
  ...{ sin, cos, tan, asin, acos, atan, atan2, power, remainder },
};

/** How each scalar function is computed for four float32 numbers. `select` is left to the loop, which knows masks. */
export const functions: Readonly<Record<Exclude<ScalarFunction, "select">, Emit>> = {
  add: direct("f32x4Add"),
  subtract: direct("f32x4Sub"),
  multiply: direct("f32x4Mul"),
  divide: direct("f32x4Div"),
  maximum: direct("f32x4Max"),
  minimum: direct("f32x4Min"),
  negate: direct("f32x4Neg"),
  absolute: direct("f32x4Abs"),
  floor: direct("f32x4Floor"),
  round: direct("f32x4Nearest"),
  sqrt: direct("f32x4Sqrt"),
  less: direct("f32x4Lt"),
  lessEqual: direct("f32x4Le"),
  equal: direct("f32x4Eq"),
  sign: (lanes, x) => {
    const part = (test: Instruction) => {
      lanes.constant(1).get(x);
      lanes.constant(0).do(test, "v128And");
    };
    part("f32x4Gt");
    part("f32x4Lt");
    lanes.code.do("f32x4Sub");
  },
  ...elaborate,
};

/** How much work a formula is for each element, counted in simple operations. */
export function workOf(outputs: readonly Expression[]): number {
  const count = ({ kind, args }: Expression) => (args.length === 0 ? 0 : kind in elaborate ? 8 : 1);
  return parts(outputs).reduce((sum, e) => sum + count(e), 0);
}

function direct(instruction: Instruction): Emit {
  return ({ code }, ...args) => {
    for (const arg of args) code.get(arg);
    code.do(instruction);
  };
}
