import { input, scalar, type Expression } from "./expression.ts";
import { applyFunction, type ScalarFunction } from "./values.ts";
import { parts, replace } from "./walk.ts";

/**
 * What one elementwise loop computes: one or more outputs from the numbers that stand at the same place in each input.
 * A backend makes a loop from it once and keeps the loop under `key`.
 */
export interface Formula {
  readonly outputs: readonly Expression[];
  /** How many inputs the loop reads. */
  readonly inputs: number;
  /**
   * The scalars of the loop. Parts that are the same for all elements are computed once, outside of the loop, by
   * {@link scalarValues}; each is one scalar here, written with the scalars that the caller gives.
   */
  readonly scalars: readonly Expression[];
  /** Equal for formulas that compute the same thing in the same way, in every process. */
  readonly key: string;
}

/**
 * Prepares expressions for a backend.
 *
 * @example
 * const x = input(0), rate = scalar(0);
 * formula([x.minus(x.times(rate))], 1).key; // "1 inputs: in0 sc0 multiply(0,1) subtract(0,2) -> 3"
 */
export function formula(outputs: readonly Expression[], inputs: number): Formula {
  const hoisted = hoist(outputs);
  const replacements = new Map(hoisted.map((part, i) => [part, scalar(i)]));
  const inLoop = replace(outputs, replacements);
  return { outputs: inLoop, inputs, scalars: hoisted, key: canonicalKey(inLoop, inputs) };
}

/** The scalars of a formula's loop, from the scalars that the caller gives, in float64. */
export function scalarValues(of: Formula, given: readonly number[]): number[] {
  const found = new Map<Expression, number>();
  for (const e of orderOf(of)) found.set(e, valueOf(e, found, [], given));
  return of.scalars.map((e) => found.get(e)!);
}

/** In which order the parts of a formula's scalars are computed; found out once, as optimizers ask in every step. */
function orderOf(of: Formula): readonly Expression[] {
  let order = orders.get(of);
  if (order === undefined) orders.set(of, (order = parts(of.scalars)));
  return order;
}

const orders = new WeakMap<Formula, readonly Expression[]>();

/**
 * The value of an expression for given inputs and scalars, in float64.
 *
 * @example
 * evaluate(input(0).sigmoid(), [0]); // 0.5
 */
export function evaluate(
  expression: Expression,
  inputs: readonly number[],
  scalars: readonly number[] = [],
): number {
  const found = new Map<Expression, number>();
  for (const e of parts([expression])) found.set(e, valueOf(e, found, inputs, scalars));
  return found.get(expression)!;
}

function valueOf(
  e: Expression,
  found: ReadonlyMap<Expression, number>,
  inputs: readonly number[],
  scalars: readonly number[],
): number {
  if (e.kind === "constant") return e.value;
  if (e.kind === "input") return inputs[e.value];
  if (e.kind === "scalar") return scalars[e.value];
  return applyFunction(
    e.kind,
    e.args.map((arg) => found.get(arg)!),
  );
}

/** The largest parts that depend on scalars and constants only, in the order the loop meets them. */
function hoist(outputs: readonly Expression[]): Expression[] {
  const all = parts(outputs);
  const varies = new Set<Expression>();
  for (const e of all) if (e.kind === "input" || e.args.some((arg) => varies.has(arg))) varies.add(e);
  const usedInLoop = new Set([...outputs, ...all.filter((e) => varies.has(e)).flatMap((e) => e.args)]);
  return all.filter((e) => usedInLoop.has(e) && !varies.has(e) && e.kind !== "constant");
}

function canonicalKey(outputs: readonly Expression[], inputs: number): string {
  const all = parts(outputs);
  const place = new Map(all.map((e, i) => [e, i]));
  const word = (e: Expression) => {
    if (e.kind === "constant") return Object.is(e.value, -0) ? "-0" : String(e.value);
    if (e.kind === "input") return `in${e.value}`;
    if (e.kind === "scalar") return `sc${e.value}`;
    return `${e.kind}(${e.args.map((arg) => place.get(arg)).join(",")})`;
  };
  return `${inputs} inputs: ${all.map(word).join(" ")} -> ${outputs.map((e) => place.get(e)).join(",")}`;
}

/** How many scalar functions an expression applies for each element. */
export function operationCount(expressions: readonly Expression[]): number {
  return parts(expressions).filter((e) => e.args.length > 0).length;
}

/** The scalar functions that the expressions use. */
export function functionsIn(expressions: readonly Expression[]): Set<ScalarFunction> {
  return new Set(parts(expressions).flatMap((e) => (e.args.length > 0 ? [e.kind as ScalarFunction] : [])));
}

/** The inputs with the numbers 0 … count − 1. */
export function inputsUpTo(count: number): Expression[] {
  return Array.from({ length: count }, (_, i) => input(i));
}
