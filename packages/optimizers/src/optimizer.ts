import { DataError, scope, slice, sqrt, update, updateAndSum } from "@piecewise/tensor";
import type { Gradients, Parameter, Tensor } from "@piecewise/tensor";
import type { Definition, Rule } from "./definition.ts";
import { formulasOf } from "./formulas.ts";
import { readGroups, type Group, type ParameterGroup } from "./groups.ts";
import { valuesAt } from "./options.ts";
import type { Options, OptimizerSettings, OptionValues, Schedule } from "./options.ts";
import { runsOf, type Run } from "./runs.ts";
import { makeSlots, slotsIn, type State } from "./state.ts";

/** How long the vectors of a step were, √Σx²: one number for each of the parameters that were changed together. */
export interface StepNorms {
  readonly parameters: readonly Parameter[];
  /** [parameters], of the gradients as they were given. */
  readonly gradients: Tensor;
  /** [parameters], of what was added to the parameters. */
  readonly changes: Tensor;
}

/** Parameters and the options in force for their next step. */
export interface OptimizedGroup {
  readonly parameters: readonly Parameter[];
  readonly options: Readonly<Record<string, number | boolean>>;
}

/** A rule that changes parameters, with what it remembers about each. */
export interface Optimizer {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** How many steps were taken. */
  readonly steps: number;
  /** What was given as groups; a plain list of parameters is one group. */
  readonly groups: readonly OptimizedGroup[];
  /** The options of the first group. */
  readonly options: OptimizedGroup["options"];
  /** What it remembers about a parameter, by slot. */
  slots(of: Parameter): Readonly<Record<string, Parameter>>;
  /** Changes an option, such as the learning rate, from the next step on: in all groups, or in the one at an index. */
  set(option: string, value: number | boolean | Schedule, options?: { readonly group?: number }): void;
  /** Changes all parameters that have a gradient. */
  step(gradients: Gradients): void;
  /**
   * The same, and says how long the gradients and the changes were: on the way, without another pass over them. One entry for
   * each group, and more where parameters of a group have taken different numbers of steps.
   */
  step(gradients: Gradients, options: { readonly norms: true }): readonly StepNorms[];
  /** What `optimizerState` reads and `loadOptimizerState` sets. */
  progress: Progress;
}

/** How far an optimizer has come. */
export interface Progress {
  readonly rule: Rule;
  readonly steps: number;
  readonly groups: readonly Group[];
  /** In the order of the groups' parameters. */
  readonly states: ReadonlyMap<Parameter, State>;
}

/** Makes an optimizer for a list of parameters, or for groups of them with options of their own. */
export type MakeOptimizer<S extends OptimizerSettings> = (
  parameters: readonly Parameter[] | readonly ParameterGroup<S & { maximize: boolean }>[],
  options?: Options<S & { maximize: boolean }>,
) => Optimizer;

/**
 * Makes an optimizer from its definition.
 *
 * @example
 * const gradientDescent = defineOptimizer({
 *   name: "gradientDescent",
 *   defaults: { learningRate: 0.1 },
 *   slots: [],
 *   update: ({ param, grad }, { learningRate }) => ({ param: param.minus(grad.times(learningRate)) }),
 * });
 * const w = parameter([1, 2]);
 * gradientDescent([w]).step(backward(sum(w)));
 * await w.array(); // [0.9, 1.9]
 */
export function defineOptimizer<
  const S extends OptimizerSettings,
  const Slot extends string,
  const Sometimes extends string = never,
  const Count extends string = never,
  const Made extends string = never,
>(definition: Definition<S, Slot, Sometimes, Count, Made>): MakeOptimizer<OptionValues<S>> {
  const defaults = { ...definition.defaults, maximize: false };
  const rule = { ...definition, defaults } as unknown as Rule;
  const formulas = formulasOf(rule);
  return (parameters, options = {}) =>
    new RunningOptimizer(rule, formulas, readGroups(rule, parameters, options));
}

class RunningOptimizer implements Optimizer {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  progress: Progress;
  readonly #formulas: ReturnType<typeof formulasOf>;

  constructor(rule: Rule, formulas: ReturnType<typeof formulasOf>, groups: readonly Group[]) {
    this.name = rule.name;
    this.#formulas = formulas;
    const states = new Map<Parameter, State>();
    this.progress = { rule, steps: 0, groups, states };
    for (const { parameters, options } of this.groups)
      for (const p of parameters) {
        const state = { taken: 0, numbers: rule.numbers ?? {}, slots: {} };
        makeSlots(state, p, slotsIn(rule, options));
        states.set(p, state);
      }
    this.parameters = [...states.keys()];
  }

  get steps(): number {
    return this.progress.steps;
  }

  get groups(): readonly OptimizedGroup[] {
    return ready(this.progress);
  }

  get options(): OptimizedGroup["options"] {
    return this.groups[0].options;
  }

  slots(of: Parameter): Readonly<Record<string, Parameter>> {
    return this.progress.states.get(of)?.slots ?? {};
  }

  set(option: string, value: number | boolean | Schedule, { group }: { readonly group?: number } = {}): void {
    const { groups } = this.progress;
    if (group !== undefined && groups[group] === undefined)
      throw new DataError(this.name, `has ${groups.length} groups, none at ${group}`);
    const changed = {
      ...this.progress,
      groups: groups.map((one, i) =>
        (group ?? i) === i ? { ...one, options: { ...one.options, [option]: value } } : one,
      ),
    };
    ready(changed);
    this.progress = changed;
  }

  step(gradients: Gradients): void;
  step(gradients: Gradients, options: { readonly norms: true }): readonly StepNorms[];
  step(gradients: Gradients, { norms = false }: { readonly norms?: boolean } = {}): unknown {
    const groups = this.groups;
    const { rule, states, steps } = this.progress;
    this.progress = { ...this.progress, steps: steps + 1 };
    return scope(() => {
      const shared = { rule, formulas: this.#formulas, states, norms };
      const runs = groups.flatMap((group) => runsOf(shared, group, gradients));
      if (norms) return runs.map(changeAndMeasure);
      for (const { formula, groups, scalars } of runs) update(formula, groups, scalars);
      return undefined;
    });
  }
}

/** The groups with their options as they stand for the next step. Throws where one cannot be used. */
function ready({ rule, steps, groups }: Progress): readonly OptimizedGroup[] {
  return groups.map((group) => ({ ...group, options: valuesAt(rule, group.options, steps) }));
}

function changeAndMeasure({ formula, groups, scalars }: Run): StepNorms {
  const norms = sqrt(updateAndSum(formula, groups, scalars));
  const parameters = groups.map((group) => group.parameters[0]);
  return { parameters, gradients: slice(norms, [{}, 0]), changes: slice(norms, [{}, 1]) };
}
