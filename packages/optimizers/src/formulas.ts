import { formula, input, scalar, type Formula } from "@piecewise/expressions";
import type { Rule } from "./definition.ts";
import type { OptimizerSettings } from "./options.ts";

/** What a rule is read for. */
export interface Reading {
  /** The options as they stand, and the numbers that come with a step. */
  readonly values: OptimizerSettings;
  /** What the loop reads besides the parameter and its gradient; the first of them, the slots, it also changes. */
  readonly inputs: readonly string[];
  readonly slots: readonly string[];
  /** Whether the squares of gradients and changes are outputs, too. */
  readonly norms: boolean;
}

/** Reads a rule with scalars for numbers, and keeps the formula for the next time the switches stand like this. */
export function formulasOf(rule: Rule): (reading: Reading) => Formula {
  const known = new Map<string, Formula>();
  return (reading) => {
    const switches = Object.values(reading.values).filter((value) => typeof value === "boolean");
    const key = String([reading.norms, switches, reading.slots]);
    const made = known.get(key) ?? readRule(rule, reading);
    known.set(key, made);
    return made;
  };
}

/** The numbers that a formula takes, in its order. */
export function scalarsIn(values: OptimizerSettings): number[] {
  return Object.values(values).filter((value) => typeof value === "number");
}

function readRule(rule: Rule, { values, inputs, slots, norms }: Reading): Formula {
  let scalars = 0;
  const symbols = Object.entries(values).map(
    ([name, value]) => [name, typeof value === "number" ? scalar(scalars++) : value] as const,
  );
  const names = ["param", "grad", ...inputs];
  const own = Object.fromEntries(names.map((name, i) => [name, input(i)]));
  const { param, grad } = own;
  const result = rule.update(
    { ...own, param, grad: values["maximize"] === true ? grad.negate() : grad },
    Object.fromEntries(symbols) as Parameters<Rule["update"]>[1],
  );
  const squares = norms ? [grad.square(), result.param.minus(param).square()] : [];
  return formula([result.param, ...slots.map((slot) => result[slot]), ...squares], names.length);
}
