import type { Lab, Variant } from "./lab.ts";

/** What a number came to over several seeds. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly greatest: number;
}

/** A variant over several seeds. */
export interface VariantOverSeeds {
  readonly name: string;
  readonly curve: readonly Spread[];
  readonly numbers: readonly Spread[];
}

/** Runs an experiment once for each seed. */
export async function overSeeds(lab: Lab, seeds: readonly number[]): Promise<VariantOverSeeds[]> {
  const runs: (readonly Variant[])[] = [];
  for (const seed of seeds) runs.push(await lab.run(seed));
  return spreadOver(runs);
}

/** Puts together what the same variants came to from several seeds. */
export function spreadOver(runs: readonly (readonly Variant[])[]): VariantOverSeeds[] {
  return runs[0].map(({ name, curve, numbers }, variant) => ({
    name,
    curve: curve.map((_, i) => spreadOf(runs.map((run) => run[variant].curve[i]))),
    numbers: numbers.map((_, i) => spreadOf(runs.map((run) => run[variant].numbers[i]))),
  }));
}

/** NaN counts as greater than all. */
function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => (Number.isNaN(a) ? 1 : Number.isNaN(b) ? -1 : a - b));
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { least: sorted[0], median, greatest: sorted.at(-1)! };
}
