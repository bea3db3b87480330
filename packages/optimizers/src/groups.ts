import { DataError, Parameter } from "@piecewise/tensor";
import type { GivenOptions, Options, OptimizerSettings, OptionRules } from "./options.ts";

/** Parameters with options of their own; what a group leaves out is as for all. */
export type ParameterGroup<S extends OptimizerSettings> = Options<S> & {
  readonly parameters: readonly Parameter[];
};

/** Parameters that share their options. */
export interface Group {
  readonly parameters: readonly Parameter[];
  readonly options: GivenOptions;
}

type UnreadGroup = { readonly parameters: readonly Parameter[] } & Readonly<Record<string, unknown>>;

/** Groups from what a caller gives: parameters, which make one group, or groups. Their options are still to be checked. */
export function readGroups(
  { name, defaults }: OptionRules<OptimizerSettings>,
  given: readonly (Parameter | UnreadGroup)[],
  common: Readonly<Record<string, unknown>>,
): readonly Group[] {
  const areGroups = given.some((one) => "parameters" in one);
  const groups = areGroups ? given : [{ parameters: given }];
  const seen = new Set<Parameter>();
  return (groups as readonly UnreadGroup[]).map(({ parameters = [], ...own }) => {
    checkParameters(name, parameters, seen);
    return { parameters, options: { ...defaults, ...common, ...own } as GivenOptions };
  });
}

/** Throws unless there are parameters, and each of them once. */
export function checkParameters(
  name: string,
  parameters: readonly Parameter[],
  seen = new Set<Parameter>(),
): void {
  if (parameters.length === 0) throw new DataError(name, "got no parameters; pass model.parameters");
  for (const p of parameters) {
    if (!(p instanceof Parameter)) throw new DataError(name, `needs parameters, got ${String(p)}`);
    if (seen.size === seen.add(p).size) throw new DataError(name, "got a parameter twice; list it once");
  }
}
