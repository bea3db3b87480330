import { digits, fashionMnist, mnist, shakespeare, spirals, textWindows, vocabularyOf } from "piecewise";
import type { Dataset, Vocabulary } from "piecewise";
import type { DataKind } from "./models.ts";

/** The data sets by their names on the command line. */
export const dataNames = ["digits", "mnist", "fashion-mnist", "spirals", "shakespeare"] as const;
export type DataName = (typeof dataNames)[number];

/** What to learn from, and what to be measured by. */
export interface Splits {
  readonly kind: DataKind;
  readonly train: Dataset;
  readonly test: Dataset;
  readonly classes: number;
  /** Of a text. */
  readonly vocabulary?: Vocabulary;
}

/** Loads or generates a data set. Generated test data have a seed of their own. */
export async function loadData(name: DataName, dataDir: string | undefined): Promise<Splits> {
  const options = dataDir === undefined ? {} : { dataDir };
  if (name === "shakespeare") return textSplits(await shakespeare(options));
  if (name === "digits")
    return {
      kind: "images",
      train: digits({ count: 6000, seed: 1 }),
      test: digits({ count: 1000, seed: 2 }),
      classes: 10,
    };
  if (name === "spirals")
    return {
      kind: "points",
      train: spirals({ count: 1000, seed: 1 }),
      test: spirals({ count: 500, seed: 2 }),
      classes: 2,
    };
  const load = name === "mnist" ? mnist : fashionMnist;
  return {
    kind: "images",
    train: await load("train", options),
    test: await load("test", options),
    classes: 10,
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
  return { kind: "text", train, test, classes: vocabulary.characters.length, vocabulary };
}
