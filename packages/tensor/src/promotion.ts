import { constant, type Expression, type ScalarFunction } from "@piecewise/expressions";
import { DTypeError, type DType } from "@piecewise/spec";

const byWidth: readonly DType[] = ["bool", "int32", "float32", "float64"];

/** The dtype that can hold numbers of all of these. */
export function widestDType(dtypes: readonly DType[]): DType {
  return byWidth[Math.max(...dtypes.map((dtype) => byWidth.indexOf(dtype)))];
}

/** Whether gradients flow through numbers of this dtype. */
export function isFloat(dtype: DType): boolean {
  return dtype === "float32" || dtype === "float64";
}

/** Plain numbers among the operands: none, whole ones that fit int32, or others. */
export type Numbers = "none" | "whole" | "fractions";

/** Which kind of numbers these are. */
export function numbersOf(numbers: readonly number[]): Numbers {
  if (numbers.length === 0) return "none";
  return numbers.every((n) => Number.isInteger(n) && Math.abs(n) < 2 ** 31) ? "whole" : "fractions";
}

/** Finds the dtype of a formula's result from the dtypes of its inputs, its scalars, and the numbers among these. */
export type Promotion = (dtypes: readonly DType[], scalars: readonly number[], numbers: Numbers) => DType;

/**
 * PyTorch's rules for a formula: comparisons give bool, all else the widest of the dtypes whose numbers reach the result.
 * Whole numbers make int32 of bool; fractions, and what is no integer arithmetic, make float32 of integers.
 */
export function promotionOf(name: string, expression: Expression): Promotion {
  if (isTruth(expression)) return () => "bool";
  const parts = [...reaching(expression, new Set())];
  const inputs = parts.filter((e) => e.kind === "input").map((e) => e.value);
  const isInteger = parts.every(keepsIntegers);
  return (dtypes, scalars, numbers) => {
    const own = inputs.length > 0 || numbers !== "none" ? inputs.map((i) => dtypes[i]) : dtypes;
    const widest = widestDType(numbers === "none" ? own : [...own, "int32"]);
    if (isFloat(widest)) return widest;
    if (!isInteger || numbers === "fractions") return "float32";
    refuse(name, expression, widest, scalars);
    return widest;
  };
}

/** Integer arithmetic that PyTorch does not do. */
function refuse(name: string, { kind, args }: Expression, dtype: DType, scalars: readonly number[]): void {
  if (dtype === "bool" && (kind === "subtract" || kind === "negate"))
    throw new DTypeError(name, "is not defined for bool; cast to int32 first, or use logicalNot or notEqual");
  if (kind === "power" && args[1].kind === "scalar" && scalars[args[1].value] < 0)
    throw new DTypeError(name, "a negative power of integers is no integer; cast to float32 first");
}

/** Finite, but not whole: as an option, an infinity only says that there is no limit. */
export function isFraction(value: number): boolean {
  return Number.isFinite(value) && !Number.isInteger(value);
}

const integerFunctions = new Set<Expression["kind"]>([
  ...(["add", "subtract", "multiply", "remainder", "power"] satisfies ScalarFunction[]),
  ...(["maximum", "minimum", "negate", "absolute", "sign"] satisfies ScalarFunction[]),
  ...(["floor", "round", "select"] satisfies ScalarFunction[]),
  ...(["less", "lessEqual", "equal"] satisfies ScalarFunction[]),
]);

function keepsIntegers(e: Expression): boolean {
  if (e.kind === "constant") return !isFraction(e.value);
  if (e.kind === "power" && e.args[1].kind === "constant" && e.args[1].value < 0) return false;
  return e.args.length === 0 || integerFunctions.has(e.kind);
}

/** The parts whose numbers reach the result; conditions and what is compared only decide. */
function reaching(e: Expression, found: Set<Expression>): Set<Expression> {
  if (found.has(e)) return found;
  found.add(e);
  const args = isComparison(e) ? [] : e.kind === "select" ? e.args.slice(1) : e.args;
  for (const arg of args) reaching(arg, found);
  return found;
}

function isComparison({ kind }: Expression): boolean {
  return kind === "less" || kind === "lessEqual" || kind === "equal";
}

/** Whether an expression is a comparison, or comparisons joined by `and`, `or`, `not`. */
function isTruth(e: Expression): boolean {
  if (e.kind !== "select") return isComparison(e);
  const [, a, b] = e.args;
  const isBit = (x: Expression) => x === constant(0) || x === constant(1);
  return (isTruth(a) && (isTruth(b) || isBit(b))) || (isBit(a) && isTruth(b));
}
