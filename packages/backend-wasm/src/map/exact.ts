import { BackendError } from "@piecewise/spec";
import { parts, type Expression, type ScalarFunction } from "@piecewise/expressions";
import type { Code, Instruction, Local } from "../emitter/code.ts";
import type { Module } from "../emitter/module.ts";

const direct = {
  add: "f64Add",
  subtract: "f64Sub",
  multiply: "f64Mul",
  divide: "f64Div",
  maximum: "f64Max",
  minimum: "f64Min",
  negate: "f64Neg",
  absolute: "f64Abs",
  floor: "f64Floor",
  round: "f64Nearest",
  sqrt: "f64Sqrt",
} as const satisfies Partial<Record<ScalarFunction, Instruction>>;

const comparisons = { less: "f64Lt", lessEqual: "f64Le", equal: "f64Eq" } as const;

const others = new Set<ScalarFunction>(["select", "sign", "remainder", "power"]);

/** Whether float64 arithmetic alone computes a function: then integers of 32 bits stay exact. */
export function isExact(name: ScalarFunction): boolean {
  return name in direct || name in comparisons || others.has(name);
}

/** Computes formulas for one number at a time in float64, which holds every int32. */
export class ExactLoop {
  readonly #module: Module;
  readonly #code: Code;
  readonly #numbers = new Map<Expression, Local>();

  constructor(module: Module, code: Code) {
    this.#module = module;
    this.#code = code;
  }

  provide(expression: Expression, local: Local): void {
    this.#numbers.set(expression, local);
  }

  compute(outputs: readonly Expression[]): void {
    for (const e of parts(outputs)) {
      if (e.args.length === 0) continue;
      const result = this.#code.local("f64");
      this.#computeOne(e, e.kind as ScalarFunction);
      this.#code.set(result);
      this.#numbers.set(e, result);
    }
  }

  push(e: Expression): Code {
    return e.kind === "constant" ? this.#code.f64(e.value) : this.#code.get(this.#numbers.get(e)!);
  }

  #computeOne(e: Expression, name: ScalarFunction): void {
    const [a, b, c] = e.args;
    if (name in direct) {
      e.args.forEach((arg) => this.push(arg));
      this.#code.do(direct[name as keyof typeof direct]);
    } else if (name in comparisons) {
      this.push(a);
      this.push(b).do(comparisons[name as keyof typeof comparisons], "f64ConvertI32");
    } else if (name === "select") {
      this.push(b);
      this.push(c);
      this.push(a).f64(0).do("f64Ne", "select");
    } else if (name === "sign") {
      this.push(a).f64(0).do("f64Gt", "f64ConvertI32");
      this.push(a).f64(0).do("f64Lt", "f64ConvertI32", "f64Sub");
    } else if (name === "power") {
      this.push(a);
      this.push(b).call(this.#module.import("power", ["f64", "f64"], ["f64"]));
    } else if (name === "remainder") {
      this.push(a);
      this.push(a);
      this.push(b).do("f64Div", "f64Floor");
      this.push(b).do("f64Mul", "f64Sub");
    } else throw new BackendError("map", `${name} of integers, or of numbers that lie apart, is not known`);
  }
}
