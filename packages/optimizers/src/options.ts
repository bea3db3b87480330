import { DataError } from "@piecewise/tensor";

/** A number that depends on how many steps were taken. */
export type Schedule = (step: number) => number;

/** Options of an optimizer: numbers from 0 upwards, which may follow a schedule, and switches. */
export type OptimizerSettings = Readonly<Record<string, number | boolean>>;

/** Options as a caller gives them. */
export type Options<S extends OptimizerSettings> = {
  readonly [Name in keyof S]?: S[Name] extends boolean ? boolean : number | Schedule;
};

/** Options as they stand at some step. */
export type OptionValues<S extends OptimizerSettings> = { readonly [Name in keyof S]: Widened<S[Name]> };

type Widened<T> = T extends boolean ? boolean : number;

/** Options of one optimizer, defaults included. */
export type GivenOptions = Readonly<Record<string, number | boolean | Schedule>>;

/** What an optimizer knows of its options. */
export interface OptionRules<S extends OptimizerSettings> {
  readonly name: string;
  readonly defaults: S;
  /** What is wrong with options that are good one by one, if anything. */
  readonly wrong?: (options: OptionValues<S>) => string | undefined;
}

/** The options given and the defaults of the others. Throws at an unknown name and at a value of the wrong kind. */
export function readOptions<S extends OptimizerSettings>(
  { name, defaults }: OptionRules<S>,
  given: Readonly<Record<string, unknown>>,
): GivenOptions {
  for (const [option, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, option))
      throw new DataError(name, `has no option ${option}, only ${Object.keys(defaults).join(", ")}`);
    const kinds = typeof defaults[option] === "boolean" ? "boolean" : "number or a function of the step";
    if (!kinds.includes(typeof value))
      throw new DataError(name, `option ${option} must be a ${kinds}, got ${String(value)}`);
  }
  return { ...defaults, ...given };
}

/** The options' values once so many steps were taken. Throws where one is no number that an optimizer can use. */
export function valuesAt<S extends OptimizerSettings>(
  { name, wrong }: OptionRules<S>,
  options: GivenOptions,
  steps: number,
): OptimizerSettings {
  const values: Record<string, number | boolean> = {};
  for (const [option, given] of Object.entries(options)) {
    const value = typeof given === "function" ? given(steps) : given;
    if (typeof value === "number" && !(value >= 0 && value < Infinity))
      throw new DataError(
        name,
        `option ${option} must be a finite number, at least 0, got ${value} at step ${steps}`,
      );
    values[option] = value;
  }
  const what = wrong?.(values as OptionValues<S>);
  if (what !== undefined) throw new DataError(name, what);
  return values;
}
