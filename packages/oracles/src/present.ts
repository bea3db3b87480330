/** Why cases are not run, by the name of an operator or the id of a single case. */
export type Absent = Readonly<Record<string, string>>;

/** The cases that are not absent. An absence that no case has is an error: it is stale or misspelt. */
export function presentCases<Case extends { readonly id: string }>(
  cases: readonly Case[],
  kindOf: (one: Case) => string,
  absent: Absent,
): readonly Case[] {
  const names = new Set(cases.flatMap((one) => [one.id, kindOf(one)]));
  const unknown = Object.keys(absent).filter((name) => !names.has(name));
  if (unknown.length > 0) throw new Error(`listed as absent, but no case has it: ${unknown.join(", ")}`);
  return cases.filter((one) => !(one.id in absent) && !(kindOf(one) in absent));
}
