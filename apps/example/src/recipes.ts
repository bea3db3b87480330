import type { RunOptions } from "./run.ts";

/** Settings that reach something, by names on the command line. */
export const recipes = {
  /** At least 99 % of MNIST's test images. */
  "mnist-99": {
    ...{ model: "cnn-lite", data: "mnist", activation: "relu", augment: true },
    ...{ optimizer: "adam", learningRate: 0.006, schedule: "one-cycle", batchSize: 64, epochs: 12 },
  },
} as const satisfies Readonly<Record<string, Partial<RunOptions>>>;
export type RecipeName = keyof typeof recipes;

/** The settings of a recipe but for those that somebody has said otherwise. */
export function recipeWithout(name: RecipeName, said: (option: string) => boolean): Partial<RunOptions> {
  return Object.fromEntries(Object.entries(recipes[name]).filter(([option]) => !said(option)));
}
