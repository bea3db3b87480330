import { formula, input, scalar, type Expression, type Formula } from "@piecewise/expressions";
import {
  concat,
  DataError,
  parameter,
  scope,
  slice,
  sqrt,
  update,
  updateAndSum,
  zeros,
  type Gradients,
  type Parameter,
  type Tensor,
  type UpdateGroup,
} from "@piecewise/tensor";
import { readOptions, valuesAt } from "./options.ts";
import type { GivenOptions, OptionRules, Options, OptimizerSettings, Schedule } from "./options.ts";

type Symbols<S extends OptimizerSettings> = {
  readonly [Name in keyof S]: S[Name] extends boolean ? boolean : Expression;
};

/** What an optimizer is: the values its options have by default, what it remembers for each number, and one rule. */
export interface Definition<S extends OptimizerSettings, Slot extends string> extends OptionRules<S> {
  /** What it keeps for each number of a parameter; starts at 0. */
  readonly slots: readonly Slot[];
  /**
   * The new values of one number and its slots, as a formula. It is read once for each setting of the switches and becomes
   * one loop. `step` is 1 in a parameter's first step.
   */
  readonly update: (
    values: Readonly<Record<"param" | "grad" | Slot, Expression>>,
    options: Symbols<S> & { readonly step: Expression },
  ) => Readonly<Record<"param" | Slot, Expression>>;
}

/** How long the vectors of a step were, √Σx²: one number for each parameter that was changed. */
export interface StepNorms {
  readonly parameters: readonly Parameter[];
  /** [parameters], of the gradients as they were given. */
  readonly gradients: Tensor;
  /** [parameters], of what was added to the parameters. */
  readonly changes: Tensor;
}

/** A rule that changes parameters, with what it remembers about each. */
export interface Optimizer {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** How many steps were taken. */
  readonly steps: number;
  /** The options in force for the next step; numbers may be changed through `set`. */
  readonly options: Readonly<Record<string, number | boolean>>;
  /** What it remembers about a parameter, by slot. */
  slots(of: Parameter): Readonly<Record<string, Parameter>>;
  /** Changes an option, such as the learning rate, from the next step on. */
  set(option: string, value: number | boolean | Schedule): void;
  /** Changes all parameters that have a gradient. */
  step(gradients: Gradients): void;
  /** The same, and says how long the gradients and the changes were: on the way, without another pass over them. */
  step(gradients: Gradients, options: { readonly norms: true }): StepNorms;
}

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
export function defineOptimizer<const S extends OptimizerSettings, const Slot extends string>(
  definition: Definition<S, Slot>,
): (parameters: readonly Parameter[], options?: Options<Widened<S>>) => Optimizer {
  const formulas = new Map<string, Formula>();
  return (parameters, given = {}) => {
    checkParameters(definition.name, parameters);
    let options = readOptions(definition, given);
    let steps = 0;
    const current = (of = options) => valuesAt(definition, of, steps);
    current(); // Throws now, not in the first step.
    const states = new Map<Parameter, State>(
      parameters.map((p) => [p, { taken: 0, slots: makeSlots(definition.slots, p) }]),
    );
    return {
      name: definition.name,
      parameters,
      get steps() {
        return steps;
      },
      get options() {
        return current();
      },
      slots: (of) => states.get(of)?.slots ?? {},
      set(option, value) {
        const changed = readOptions(definition, { ...options, [option]: value });
        current(changed);
        options = changed;
      },
      step: ((gradients: Gradients, { norms = false }: { readonly norms?: boolean } = {}) => {
        const rule = formulaFor(definition, options, formulas, norms);
        const values = Object.values(current()).filter((value) => typeof value === "number");
        steps++;
        const changes = [...groupsToChange(states, gradients)];
        if (norms) return changeAndMeasure(rule, changes, values);
        for (const [taken, groups] of changes) update(rule, groups, [...values, taken]);
        return undefined;
      }) as Optimizer["step"],
    };
  };
}

type Changes = readonly (readonly [taken: number, groups: readonly UpdateGroup[]])[];

function changeAndMeasure(rule: Formula, changes: Changes, values: readonly number[]): StepNorms {
  const squares = changes.map(([taken, groups]) => updateAndSum(rule, groups, [...values, taken]));
  const norms = sqrt(squares.length === 0 ? zeros([0, 2]) : concat(squares));
  const column = (index: number) => slice(norms, [{}, index]);
  const parameters = changes.flatMap(([, groups]) => groups.map((group) => group.parameters[0]));
  return { parameters, gradients: column(0), changes: column(1) };
}

type Widened<S extends OptimizerSettings> = {
  readonly [Name in keyof S]: S[Name] extends boolean ? boolean : number;
};

function checkParameters(name: string, parameters: readonly Parameter[]): void {
  if (parameters.length === 0) throw new DataError(name, "got no parameters; pass model.parameters");
  if (new Set(parameters).size < parameters.length)
    throw new DataError(name, "got a parameter twice, which would take two steps at once; list it once");
}

function makeSlots(names: readonly string[], of: Parameter): Record<string, Parameter> {
  const make = () => scope(() => parameter(zeros(of.shape, { dtype: of.dtype }), { trainable: false }));
  return Object.fromEntries(names.map((name) => [name, make()]));
}

interface State {
  /** How many steps the parameter has taken. */
  taken: number;
  readonly slots: Readonly<Record<string, Parameter>>;
}

/** What takes a step, by how many steps it has taken with this one: the same for all unless some had no gradient before. */
function groupsToChange(
  states: ReadonlyMap<Parameter, State>,
  gradients: Gradients,
): Map<number, UpdateGroup[]> {
  const groups = new Map<number, UpdateGroup[]>();
  for (const [p, state] of states) {
    if (!p.trainable || !gradients.has(p)) continue;
    const slots = Object.values(state.slots);
    const group = { parameters: [p, ...slots], inputs: [p, gradients.of(p), ...slots] };
    const together = groups.get(++state.taken);
    if (together === undefined) groups.set(state.taken, [group]);
    else together.push(group);
  }
  return groups;
}

/** Reads the rule with symbols for numbers, and keeps the formula for the next time the switches stand like this. */
function formulaFor<S extends OptimizerSettings, Slot extends string>(
  { slots, defaults, update }: Definition<S, Slot>,
  options: GivenOptions,
  formulas: Map<string, Formula>,
  norms: boolean,
): Formula {
  const names = Object.keys(defaults);
  const switches = names.filter((name) => typeof defaults[name] === "boolean");
  const key = [norms, ...switches.map((name) => options[name])].join();
  const known = formulas.get(key);
  if (known !== undefined) return known;
  const numbers = names.filter((name) => !switches.includes(name));
  const symbols = Object.fromEntries([
    ...switches.map((name) => [name, options[name]] as const),
    ...[...numbers, "step"].map((name, i) => [name, scalar(i)] as const),
  ]) as Symbols<S> & { readonly step: Expression };
  const inputs = ["param", "grad", ...slots];
  const values = Object.fromEntries(inputs.map((name, i) => [name, input(i)])) as Record<
    "param" | "grad" | Slot,
    Expression
  >;
  const result = update(values, symbols);
  const squares = norms ? [values.grad.square(), result.param.minus(values.param).square()] : [];
  const made = formula([result.param, ...slots.map((slot) => result[slot]), ...squares], inputs.length);
  formulas.set(key, made);
  return made;
}
