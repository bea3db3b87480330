import { basename } from "node:path";
import {
  breastCancer,
  digits,
  fashionMnist,
  iris,
  mnist,
  normalizer,
  readCsv,
  shakespeare,
  spirals,
  splitDataset,
  tableDataset,
  textWindows,
  vocabularyOf,
  wine,
} from "piecewise";
import type { Dataset, FileOptions, Normalization, TableDataset, Vocabulary } from "piecewise";
import type { DataKind } from "./models.ts";

/** What to learn from, and what to be measured by. */
export interface Splits {
  readonly kind: DataKind;
  readonly train: Dataset;
  readonly test: Dataset;
  /** The names of the classes, or the characters of a text; none where a number is to be predicted. */
  readonly classes?: readonly string[];
  /** Of a text. */
  readonly vocabulary?: Vocabulary;
  /** How the columns of a table were scaled, and what they are called. */
  readonly scale?: Normalization;
  readonly features?: readonly string[];
}

/** Where files are, and which column of a table is to be predicted. */
export interface DataOptions {
  readonly dataDir?: string | undefined;
  readonly target?: string | undefined;
}

type Load = (options: FileOptions) => Promise<Splits>;

/** Generated test data have a seed of their own. */
const generated = (kind: DataKind, train: Dataset, test: Dataset): Splits => ({
  ...{ kind, train, test },
  classes: train.classes!,
});

const images = async (load: typeof mnist, options: FileOptions): Promise<Splits> =>
  generated("images", await load("train", options), await load("test", options));

const loaders: Readonly<Record<string, Load>> = {
  digits: async () => generated("images", digits({ count: 6000, seed: 1 }), digits({ count: 1000, seed: 2 })),
  mnist: (options) => images(mnist, options),
  "fashion-mnist": (options) => images(fashionMnist, options),
  spirals: async () =>
    generated("points", spirals({ count: 1000, seed: 1 }), spirals({ count: 500, seed: 2 })),
  iris: async (options) => tableSplits(await iris(options)),
  wine: async (options) => tableSplits(await wine(options)),
  "breast-cancer": async (options) => tableSplits(await breastCancer(options)),
  shakespeare: async (options) => textSplits(await shakespeare(options)),
};

/** The data sets by their names on the command line. */
export const dataNames: readonly string[] = Object.keys(loaders);

/** Whether data is a file of the user's own. */
export const isTableFile = (name: string): boolean => name.endsWith(".csv");

/** Loads or generates a data set, or reads a table from a .csv file. */
export async function loadData(name: string, { dataDir, target }: DataOptions = {}): Promise<Splits> {
  if (!isTableFile(name)) return loaders[name](dataDir === undefined ? {} : { dataDir });
  const table = await readCsv(name);
  const last = table.columns.at(-1)?.name;
  if (target === undefined)
    throw new Error(
      `which column of ${basename(name)} is to be predicted? Say --target, such as --target ${JSON.stringify(last)}`,
    );
  return tableSplits(tableDataset(table, { target, missing: { fill: "median" } }));
}

/** Four fifths to learn from, drawn at random and by class; columns are scaled by what is learned from alone. */
function tableSplits(data: TableDataset): Splits {
  const { classes, features } = data;
  const [train, test] = splitDataset(data, { fraction: 0.8, seed: 1, stratified: classes !== undefined });
  const scale = normalizer(train);
  return {
    ...{ kind: "table", train: scale.apply(train), test: scale.apply(test), features },
    ...(classes === undefined ? {} : { classes }),
    scale: { mean: scale.mean, deviation: scale.deviation },
  };
}

/** How many characters a row of text has. */
const textLength = 64;

/** Learns from the first nine tenths of a text, and is measured by the rest. */
function textSplits(text: string): Splits {
  const vocabulary = vocabularyOf(text);
  const tokens = vocabulary.encode(text);
  const end = Math.floor(tokens.length * 0.9);
  const [train, test] = [tokens.subarray(0, end), tokens.subarray(end)].map((part) =>
    textWindows(part, { length: textLength }),
  );
  return { kind: "text", train, test, classes: vocabulary.characters, vocabulary };
}
