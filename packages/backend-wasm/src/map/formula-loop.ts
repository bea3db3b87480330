import { isConstant, parts, type Expression, type ScalarFunction } from "@piecewise/expressions";
import type { Local } from "../emitter/code.ts";
import { functions, masks } from "./functions.ts";
import type { Lanes } from "./lanes.ts";
import { normal } from "./normal.ts";
import { smallPower } from "./power.ts";

/** Computes formulas for four numbers at once: values in locals, truth values as masks until someone wants a number. */
export class FormulaLoop {
  readonly #lanes: Lanes;
  readonly #numbers = new Map<Expression, Local>();
  readonly #masks = new Map<Expression, Local>();

  constructor(lanes: Lanes) {
    this.#lanes = lanes;
  }

  /** Says where the value of an input or a scalar is found. */
  provide(expression: Expression, local: Local): void {
    this.#numbers.set(expression, local);
  }

  /** Computes all parts of the outputs. */
  compute(outputs: readonly Expression[]): void {
    for (const e of needed(outputs)) if (e.args.length > 0) this.#computeOne(e);
  }

  /** Pushes the value of an expression that was computed or provided; truth is 1. */
  push(e: Expression): void {
    if (e.kind === "constant") this.#lanes.constant(e.value);
    else this.#lanes.code.get(this.#number(e));
  }

  /** Whether the value is 0 or 1 by itself. */
  isTruth(e: Expression): boolean {
    return this.#masks.has(e);
  }

  #computeOne(e: Expression): void {
    const { code } = this.#lanes;
    const result = code.local("v128");
    const deviation = normalArgument(e);
    if (deviation !== undefined) {
      normal(this.#lanes, this.#number(deviation));
      code.set(result);
    } else if (e.kind === "power" && isSmallInteger(e.args[1])) {
      smallPower(this.#lanes, this.#number(e.args[0]), e.args[1].value);
      code.set(result);
    } else if (e.kind === "select") {
      this.push(e.args[1]);
      this.push(e.args[2]);
      code.get(this.#mask(e.args[0])).do("bitselect").set(result);
    } else if (e.kind === "equal" && this.#masks.has(e.args[0]) && isConstant(e.args[1], 0)) {
      code.get(this.#masks.get(e.args[0])!).do("v128Not").set(result);
    } else {
      const args = e.args.map((arg) => this.#number(arg));
      functions[e.kind as Exclude<ScalarFunction, "select">](this.#lanes, ...args);
      code.set(result);
    }
    (masks.has(e.kind as ScalarFunction) ? this.#masks : this.#numbers).set(e, result);
  }

  /** A local with the number: made from a mask or a constant if need be. */
  #number(e: Expression): Local {
    const known = this.#numbers.get(e);
    if (known !== undefined) return known;
    const { code } = this.#lanes;
    const local = code.local("v128");
    if (e.kind === "constant") this.#lanes.constant(e.value);
    else {
      code.get(this.#masks.get(e)!);
      this.#lanes.constant(1).do("v128And");
    }
    code.set(local);
    this.#numbers.set(e, local);
    return local;
  }

  /** A local with all bits set where the expression is not 0. */
  #mask(e: Expression): Local {
    const known = this.#masks.get(e);
    if (known !== undefined) return known;
    const local = this.#lanes.code.local("v128");
    this.push(e);
    this.#lanes.constant(0).do("f32x4Ne").set(local);
    this.#masks.set(e, local);
    return local;
  }
}

/** Whether a power is as precise as a product as it is by its logarithm. */
function isSmallInteger({ kind, value }: Expression): boolean {
  return kind === "constant" && Number.isInteger(value) && value !== 0 && value >= -3 && value <= 4;
}

/** The x of 1 + erf(x / √2), as gelu has it: computed as a whole, since the sum loses digits where erf is near −1. */
function normalArgument({ kind, args: [a, b] }: Expression): Expression | undefined {
  const error = kind === "add" && isConstant(b, 1) ? a : kind === "add" && isConstant(a, 1) ? b : undefined;
  if (error?.kind !== "erf" || error.args[0].kind !== "multiply") return undefined;
  const [x, y] = error.args[0].args;
  return isConstant(y, Math.SQRT1_2) ? x : isConstant(x, Math.SQRT1_2) ? y : undefined;
}

/** What the loop has to compute for the outputs, arguments before what is made of them. */
function needed(outputs: readonly Expression[]): Expression[] {
  const all = parts(outputs);
  const wanted = new Set(outputs);
  for (const e of all.toReversed()) {
    if (!wanted.has(e)) continue;
    const deviation = normalArgument(e);
    for (const arg of deviation === undefined ? e.args : [deviation]) wanted.add(arg);
  }
  return all.filter((e) => wanted.has(e));
}
