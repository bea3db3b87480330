import { normalizer } from "piecewise";
import type { OwnTable } from "../../own/own-data.ts";
import { countsOf, type OwnRows } from "./own-rows.ts";
import { named } from "./refusal.ts";
import { fourToOne, measured } from "./split.ts";

/** The rows of a table: each feature has mean 0 and deviation 1 among the rows to learn from. */
export async function tableRows({ file, rows: { columns, data } }: OwnTable, seed: number): Promise<OwnRows> {
  const { training, test, isStratified } = await named(file, () => fourToOne(data, seed));
  const scale = normalizer(training);
  const { features, classes = [] } = data;
  return {
    ...{ training: scale.apply(training), test: scale.apply(measured(test)), features },
    found: { name: "own files", ...countsOf(training, test), isStratified, classes, columns },
  };
}
