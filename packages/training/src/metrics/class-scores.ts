import { DataError, mul, oneHot, stack, sum } from "@piecewise/tensor";
import type { MetricValue, SummedMetric } from "../metric.ts";
import { decisionsIn } from "./decisions.ts";

/**
 * How the scores of classes become one: "binary" is that of class 1 of two; "macro" the mean over classes that occur; "weighted" the
 * same, each class by its rows; "micro" counts all rows together; "none" gives each class its own. "binary" for two classes, "macro"
 * for more, unless given.
 */
export type Average = "binary" | "macro" | "weighted" | "micro" | "none";

/** Which average of classes. */
export interface ClassScoreOptions {
  readonly average?: Average;
}

/** How often a class was right, given, and there. */
interface Counts {
  readonly right: number;
  readonly predicted: number;
  readonly actual: number;
}

/**
 * Of the rows that were given a class, the share that belongs to it; 0 where there are none. Predictions and targets are as `accuracy`
 * takes them. As scikit-learn's `precision_score`.
 *
 * @example
 * precision({ average: "none" }).name; // "precision"
 */
export function precision(options: ClassScoreOptions = {}): SummedMetric {
  return classScore("precision", options, ({ right, predicted }) => ratio(right, predicted));
}

/**
 * Of the rows that belong to a class, the share that was given it; 0 where there are none. As scikit-learn's `recall_score`.
 *
 * @example
 * recall().name; // "recall"
 */
export function recall(options: ClassScoreOptions = {}): SummedMetric {
  return classScore("recall", options, ({ right, actual }) => ratio(right, actual));
}

/**
 * The harmonic mean of precision and recall, 2 · right / (predicted + actual). As scikit-learn's `f1_score`.
 *
 * @example
 * f1({ average: "micro" }).name; // "f1"
 */
export function f1(options: ClassScoreOptions = {}): SummedMetric {
  return classScore("f1", options, ({ right, predicted, actual }) => ratio(2 * right, predicted + actual));
}

const averages: readonly Average[] = ["binary", "macro", "weighted", "micro", "none"];

function classScore(
  name: string,
  { average }: ClassScoreOptions,
  score: (counts: Counts) => number,
): SummedMetric {
  if (average !== undefined && !averages.includes(average))
    throw new DataError(name, `average must be one of ${averages.join(", ")}, got ${String(average)}`);
  return {
    name,
    total(prediction, target) {
      const { predicted, actual, classes } = decisionsIn(name, prediction, target);
      if (average === "binary" && classes !== 2)
        throw new DataError(
          name,
          `average "binary" is for two classes, and there are ${classes}; use "macro" or another`,
        );
      const [given, there] = [oneHot(predicted, classes), oneHot(actual, classes)];
      return stack([mul(given, there), given, there].map((rows) => sum(rows, { axis: 0 })));
    },
    finish: (totals) => averaged(countsIn(totals), average, score),
  };
}

function countsIn(totals: Float32Array): Counts[] {
  const classes = totals.length / 3;
  return Array.from({ length: classes }, (_, i) => ({
    ...{ right: totals[i], predicted: totals[classes + i], actual: totals[2 * classes + i] },
  }));
}

function averaged(
  counts: readonly Counts[],
  average: Average = counts.length === 2 ? "binary" : "macro",
  score: (counts: Counts) => number,
): MetricValue {
  if (average === "binary") return score(counts[1]);
  if (average === "none") return Object.fromEntries(counts.map((one, i) => [i, score(one)]));
  const total = (of: keyof Counts) => counts.reduce((all, one) => all + one[of], 0);
  const all = { right: total("right"), predicted: total("predicted"), actual: total("actual") };
  if (average === "micro") return score(all);
  const occurring = counts.filter(({ predicted, actual }) => predicted + actual > 0);
  const weight = ({ actual }: Counts) =>
    average === "macro" ? 1 / occurring.length : ratio(actual, all.actual);
  return occurring.reduce((mean, one) => mean + score(one) * weight(one), 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
