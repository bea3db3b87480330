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

/**
 * The options' values once so many steps were taken. Throws at an unknown name, and where a value is none that an optimizer can
 * use, alone or beside the others.
 */
export function valuesAt<S extends OptimizerSettings>(
  { name, defaults, wrong }: OptionRules<S>,
  options: GivenOptions,
  steps: number,
): OptimizerSettings {
  const values: Record<string, number | boolean> = {};
  for (const [option, given] of Object.entries(options)) {
    if (!Object.hasOwn(defaults, option))
      throw new DataError(name, `has no option ${option}, only ${Object.keys(defaults).join(", ")}`);
    const value = typeof given === "function" ? given(steps) : given;
    const isSwitch = typeof defaults[option] === "boolean";
    if (isSwitch ? typeof value !== "boolean" : !(Number.isFinite(value) && (value as number) >= 0))
      throw new DataError(
        name,
        `option ${option} must be ${isSwitch ? "a boolean" : "a finite number, at least 0"}, got ${String(value)} at step ${steps}`,
      );
    values[option] = value;
  }
  const what = wrong?.(values as OptionValues<S>);
  if (what !== undefined) throw new DataError(name, what);
  return values;
}
