import { formula, input, scalar, type Expression, type Formula } from "@piecewise/expressions";
import { DataError, parameter, update, zeros, type Gradients, type Parameter } from "@piecewise/tensor";

/** A number that depends on how many steps were taken. */
export type Schedule = (step: number) => number;

/** Options of an optimizer: numbers, which may follow a schedule, and switches. */
export type OptimizerSettings = Readonly<Record<string, number | boolean>>;

/** Options as a caller gives them. */
export type Options<S extends OptimizerSettings> = {
  readonly [Name in keyof S]?: S[Name] extends boolean ? boolean : number | Schedule;
};

type Symbols<S extends OptimizerSettings> = {
  readonly [Name in keyof S]: S[Name] extends boolean ? boolean : Expression;
};

/** What an optimizer is: the values its options have by default, what it remembers for each number, and one rule. */
export interface Definition<S extends OptimizerSettings, Slot extends string> {
  readonly name: string;
  readonly defaults: S;
  /** What it keeps for each number of a parameter; starts at 0. */
  readonly slots: readonly Slot[];
  /**
   * The new values of one number and its slots, as a formula. It is read once for each setting of the switches and becomes
   * one loop. `step` is 1 in the first step.
   */
  readonly update: (
    values: Readonly<Record<"param" | "grad" | Slot, Expression>>,
    options: Symbols<S> & { readonly step: Expression },
  ) => Readonly<Record<"param" | Slot, Expression>>;
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
  set(option: string, value: number | Schedule): void;
  /** Changes all parameters that have a gradient. */
  step(gradients: Gradients): void;
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
    const options = readOptions(definition, given);
    const slots = new Map(parameters.map((p) => [p, makeSlots(definition.slots, p)]));
    if (parameters.length === 0)
      throw new DataError(definition.name, "got no parameters; pass model.parameters");
    let steps = 0;
    const current = () =>
      Object.fromEntries(Object.entries(options).map(([name, value]) => [name, at(value, steps)]));
    return {
      name: definition.name,
      parameters,
      get steps() {
        return steps;
      },
      get options() {
        return current();
      },
      slots: (of) => slots.get(of) ?? {},
      set(option, value) {
        Object.assign(options, readOptions(definition, { ...options, [option]: value }));
      },
      step(gradients) {
        const rule = formulaFor(definition, options, formulas);
        const values = Object.values(current()).filter((value) => typeof value === "number");
        steps++;
        for (const p of parameters) {
          if (!p.trainable || !gradients.has(p)) continue;
          const state = Object.values(slots.get(p)!);
          update(rule, [p, ...state], [p, gradients.of(p), ...state], [...values, steps]);
        }
      },
    };
  };
}

type Widened<S extends OptimizerSettings> = {
  readonly [Name in keyof S]: S[Name] extends boolean ? boolean : number;
};

function makeSlots(names: readonly string[], of: Parameter): Record<string, Parameter> {
  const make = () => parameter(zeros(of.shape, { dtype: of.dtype }), { trainable: false });
  return Object.fromEntries(names.map((name) => [name, make()]));
}

const at = (value: number | boolean | Schedule, step: number) =>
  typeof value === "function" ? value(step) : value;

function readOptions(
  { name, defaults }: { readonly name: string; readonly defaults: OptimizerSettings },
  given: Readonly<Record<string, unknown>>,
): Record<string, number | boolean | Schedule> {
  const options: Record<string, number | boolean | Schedule> = { ...defaults };
  for (const [option, value] of Object.entries(given)) {
    if (!(option in defaults))
      throw new DataError(name, `has no option ${option}, only ${Object.keys(defaults).join(", ")}`);
    const isSwitch = typeof defaults[option] === "boolean";
    const fits = isSwitch
      ? typeof value === "boolean"
      : typeof value === "function" || Number.isFinite(value);
    if (!fits)
      throw new DataError(
        name,
        `option ${option} must be ${isSwitch ? "a boolean" : "a finite number or a schedule"}, got ${String(value)}`,
      );
    options[option] = value as number | boolean | Schedule;
  }
  return options;
}

/** Reads the rule with symbols for numbers, and keeps the formula for the next time the switches stand like this. */
function formulaFor<S extends OptimizerSettings, Slot extends string>(
  { slots, defaults, update }: Definition<S, Slot>,
  options: Readonly<Record<string, number | boolean | Schedule>>,
  formulas: Map<string, Formula>,
): Formula {
  const names = Object.keys(defaults);
  const switches = names.filter((name) => typeof defaults[name] === "boolean");
  const key = switches.map((name) => options[name]).join();
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
  const made = formula([result.param, ...slots.map((slot) => result[slot])], inputs.length);
  formulas.set(key, made);
  return made;
}
