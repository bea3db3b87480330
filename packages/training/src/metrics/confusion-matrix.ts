import { DataError, matmul, oneHot, transpose } from "@piecewise/tensor";
import type { SummedMetric } from "../metric.ts";
import type { Means } from "../totals.ts";
import { decisionsIn } from "./decisions.ts";

/**
 * How many rows of each class were given which: `confusionMatrix/2/0` counts rows of class 2 that were taken for class 0.
 * `confusionMatrixIn` makes a table of it.
 */
export const confusionMatrix: SummedMetric = {
  name: "confusionMatrix",
  total(prediction, target) {
    const { predicted, actual, classes } = decisionsIn("confusionMatrix", prediction, target);
    return matmul(transpose(oneHot(actual, classes)), oneHot(predicted, classes));
  },
  finish(totals) {
    const classes = Math.sqrt(totals.length);
    const names = Array.from(totals, (_, i) => `${Math.floor(i / classes)}/${i % classes}`);
    return Object.fromEntries(names.map((name, i) => [name, totals[i]]));
  },
};

/**
 * The confusion matrix among the means of an epoch or an evaluation: a row for each class that is right, a column for each that was
 * given.
 *
 * @example
 * const model = linear(2, 2, { bias: false, initializer: () => tensor([[1, 0], [0, 1]]) });
 * const data = { inputs: { data: Float32Array.of(1, 0, 0, 1), shape: [2, 2] }, targets: { data: Int32Array.of(0, 0), shape: [2] } };
 * const means = await evaluate(model, data, { loss: crossEntropy, metrics: [confusionMatrix] });
 * confusionMatrixIn(means); // [[1,1],[0,0]]
 */
export function confusionMatrixIn(means: Means): number[][] {
  const { name } = confusionMatrix;
  const counts = Object.entries(means).filter(([key]) => key.startsWith(`${name}/`));
  if (counts.length === 0)
    throw new DataError(
      "confusionMatrixIn",
      "there is none among the means; give `confusionMatrix` as a metric",
    );
  const classes = Math.sqrt(counts.length);
  return Array.from({ length: classes }, (_, row) =>
    Array.from({ length: classes }, (_, column) => means[`${name}/${row}/${column}`]),
  );
}
