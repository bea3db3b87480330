import {
  abs,
  concat,
  full,
  mean,
  reshape,
  ShapeError,
  square,
  sub,
  sum,
  type Tensor,
} from "@piecewise/tensor";
import type { CollectedMetric, SummedMetric } from "../metric.ts";

/** The mean of the squared differences, over all rows and outputs: for models whose loss is another. */
export const meanSquaredErrorMetric: SummedMetric = {
  name: "meanSquaredError",
  total: (prediction, target) =>
    sum(meanOfRows(square(difference("meanSquaredErrorMetric", prediction, target)))),
};

/** The mean of the absolute differences, over all rows and outputs. */
export const meanAbsoluteErrorMetric: SummedMetric = {
  name: "meanAbsoluteError",
  total: (prediction, target) =>
    sum(meanOfRows(abs(difference("meanAbsoluteErrorMetric", prediction, target)))),
};

/**
 * The coefficient of determination, 1 − Σ(target − prediction)² / Σ(target − mean)²: 1 where all is right, 0 for one who always says
 * the mean. Of several outputs, the mean. As scikit-learn's `r2_score`; an output that never changes gives 1 where it is hit, else 0.
 */
export const rSquared: CollectedMetric = {
  name: "rSquared",
  /** [1, 1 + 3 · outputs]: rows, and for each output mean, squares around it, and squares of what is missed. */
  collect(prediction, target) {
    const missed = columns(difference("rSquared", prediction, target));
    const given = columns(target);
    const average = mean(given, { axis: 0, keepDims: true });
    const squares = (x: Tensor) => sum(square(x), { axis: 0, keepDims: true });
    return concat([full([1, 1], given.shape[0]), average, squares(sub(given, average)), squares(missed)], {
      axis: 1,
    });
  },
  finish(kept, width) {
    const outputs = (width - 1) / 3;
    const scores = Array.from({ length: outputs }, (_, i) => scoreOf(kept, width, 1 + i, outputs));
    return scores.reduce((sum, score) => sum + score, 0) / outputs;
  },
};

/** Joins the batches' means and squares as Chan, Golub and LeVeque do, 1979: no large numbers are subtracted. */
function scoreOf(kept: Float32Array, width: number, column: number, outputs: number): number {
  let [rows, average, spread, missed] = [0, 0, 0, 0];
  for (let at = 0; at < kept.length; at += width) {
    const [count, its] = [kept[at], kept[at + column]];
    const apart = its - average;
    spread += kept[at + column + outputs] + (apart * apart * rows * count) / (rows + count);
    average += (apart * count) / (rows + count);
    missed += kept[at + column + 2 * outputs];
    rows += count;
  }
  if (spread === 0) return missed === 0 ? 1 : 0;
  return 1 - missed / spread;
}

function difference(metric: string, prediction: Tensor, target: Tensor): Tensor {
  if (String(prediction.shape) === String(target.shape) && prediction.rank > 0)
    return sub(prediction, target);
  throw new ShapeError(
    metric,
    "needs targets of the predictions' shape, with rows",
    prediction.shape,
    target.shape,
  );
}

/** [rows, outputs]. */
function columns(x: Tensor): Tensor {
  return reshape(x, [x.shape[0], x.size / x.shape[0]]);
}

function meanOfRows(x: Tensor): Tensor {
  return mean(columns(x), { axis: 1 });
}
