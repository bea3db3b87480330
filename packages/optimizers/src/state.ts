import { neg, parameter, scope, zeros, type Parameter, type Tensor } from "@piecewise/tensor";
import type { Rule } from "./definition.ts";
import type { OptimizerSettings } from "./options.ts";

/** What an optimizer knows about one parameter. */
export interface State {
  /** How many steps the parameter has taken. */
  taken: number;
  numbers: Readonly<Record<string, number>>;
  readonly slots: Record<string, Parameter>;
}

/** The slots that a rule keeps with these options. */
export function slotsIn({ slots, slotsWhen = {} }: Rule, options: OptimizerSettings): readonly string[] {
  return [...slots, ...Object.keys(slotsWhen).filter((slot) => slotsWhen[slot](options))];
}

/** Makes the slots that are missing: all of them at first, and one that an option asks for later. */
export function makeSlots({ slots }: State, of: Parameter, names: readonly string[]): void {
  for (const name of names)
    slots[name] ??= scope(() => parameter(zeros(of.shape, { dtype: of.dtype }), { trainable: false }));
}

/** Counts a step, and gives what the rule needs for it besides the slots: numbers and tensors. */
export function prepare(
  rule: Rule,
  state: State,
  param: Parameter,
  given: Tensor,
  options: OptimizerSettings,
) {
  const values = { ...options, step: ++state.taken };
  state.numbers = rule.next?.(state.numbers, values) ?? state.numbers;
  const grad = options["maximize"] === true ? neg(given) : given;
  const tensors = rule.tensors?.({ ...state.slots, param, grad }, values) ?? {};
  return { values: { ...values, ...state.numbers }, tensors };
}
