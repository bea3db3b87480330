import type { Formula } from "@piecewise/expressions";
import type { Gradients, Parameter, UpdateGroup } from "@piecewise/tensor";
import type { Rule } from "./definition.ts";
import { scalarsIn, type formulasOf } from "./formulas.ts";
import type { OptimizerSettings } from "./options.ts";
import { makeSlots, prepare, slotsIn, type State } from "./state.ts";

/** One loop of a step: the parameters that take it with the same numbers. */
export interface Run {
  readonly formula: Formula;
  readonly scalars: readonly number[];
  readonly groups: UpdateGroup[];
}

/** What the parameters of all groups have in common. */
export interface Shared {
  readonly rule: Rule;
  readonly formulas: ReturnType<typeof formulasOf>;
  readonly states: ReadonlyMap<Parameter, State>;
  readonly norms: boolean;
}

/** The loops of a group's step: one, unless some parameters had no gradient before and so have taken fewer steps. */
export function runsOf(
  { rule, formulas, states, norms }: Shared,
  { parameters, options }: { readonly parameters: readonly Parameter[]; readonly options: OptimizerSettings },
  gradients: Gradients,
): Run[] {
  const runs: Record<string, Run> = {};
  const slots = slotsIn(rule, options);
  for (const p of parameters) {
    if (!p.trainable || !gradients.has(p)) continue;
    const [state, gradient] = [states.get(p)!, gradients.of(p)];
    makeSlots(state, p, slots);
    const { values, tensors } = prepare(rule, state, p, gradient, options);
    const kept = slots.map((slot) => state.slots[slot]);
    const scalars = scalarsIn(values);
    runs[String(scalars)] ??= {
      formula: formulas({ values, inputs: [...slots, ...Object.keys(tensors)], slots, norms }),
      scalars,
      groups: [],
    };
    runs[String(scalars)].groups.push({
      parameters: [p, ...kept],
      inputs: [p, gradient, ...kept, ...Object.values(tensors)],
    });
  }
  return Object.values(runs);
}
