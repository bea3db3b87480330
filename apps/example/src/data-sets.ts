import { digits, fashionMnist, mnist, spirals, type Dataset } from "piecewise";

/** The data sets by their names on the command line. */
export const dataNames = ["digits", "mnist", "fashion-mnist", "spirals"] as const;
export type DataName = (typeof dataNames)[number];

/** What to learn from, and what to be measured by. */
export interface Splits {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** Loads or generates a data set. Generated test data have a seed of their own. */
export async function loadData(name: DataName, dataDir: string | undefined): Promise<Splits> {
  if (name === "digits")
    return { train: digits({ count: 6000, seed: 1 }), test: digits({ count: 1000, seed: 2 }) };
  if (name === "spirals")
    return { train: spirals({ count: 1000, seed: 1 }), test: spirals({ count: 500, seed: 2 }) };
  const load = name === "mnist" ? mnist : fashionMnist;
  const options = dataDir === undefined ? {} : { dataDir };
  return { train: await load("train", options), test: await load("test", options) };
}
