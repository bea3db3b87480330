import { cast, concat, reshape, ShapeError, softmax, type Tensor } from "@piecewise/tensor";
import type { CollectedMetric } from "../metric.ts";

/**
 * The area under the receiver operating characteristic: how likely a row of the class has a larger score than one of another class,
 * ties counting half. For a single logit [n] or [n, 1] with targets of 0 and 1, and for two classes, that of class 1; for more, the mean
 * over the classes, each against the rest, by softmax. NaN where a class has no rows, or all of them. All scores are kept until they are
 * read. As scikit-learn's `roc_auc_score` with `multi_class="ovr"`.
 */
export const rocAuc: CollectedMetric = {
  name: "rocAuc",
  collect(prediction, target) {
    const [rows, classes = 1] = prediction.shape;
    const fits = prediction.rank <= 2 && (classes === 1 || target.dtype === "int32") && target.size === rows;
    if (!fits)
      throw new ShapeError(
        "rocAuc",
        "needs logits [n, classes] with int32 labels [n], or a single logit [n] or [n, 1] with as many targets of 0 and 1",
        prediction.shape,
        target.shape,
      );
    const scores = classes === 1 ? reshape(prediction, [rows, 1]) : softmax(prediction, { axis: 1 });
    const column = (x: Tensor) => cast(reshape(x, [rows, 1]), scores.dtype);
    return concat([column(target), scores], { axis: 1 });
  },
  finish(kept, width) {
    const rows = Array.from({ length: kept.length / width }, (_, i) => i * width);
    const areaOf = (column: number, label: number) =>
      area(rows.map((at) => ({ score: kept[at + column], isOf: isLabel(kept[at], label) })));
    if (width <= 3) return areaOf(width - 1, 1);
    const areas = Array.from({ length: width - 1 }, (_, label) => areaOf(label + 1, label));
    return areas.reduce((sum, one) => sum + one, 0) / areas.length;
  },
};

const isLabel = (value: number, label: number) => Math.round(value) === label;

/** Mann and Whitney's statistic: from the ranks of the class's rows, equal scores sharing theirs. */
function area(rows: { readonly score: number; readonly isOf: boolean }[]): number {
  const inClass = rows.filter(({ isOf }) => isOf).length;
  if (rows.some(({ score }) => Number.isNaN(score))) return NaN;
  rows.sort((a, b) => a.score - b.score);
  let ranks = 0;
  for (let from = 0, to = 0; from < rows.length; from = to) {
    while (to < rows.length && rows[to].score === rows[from].score) to++;
    ranks += rows.slice(from, to).filter(({ isOf }) => isOf).length * ((from + to + 1) / 2);
  }
  return (ranks - (inClass * (inClass + 1)) / 2) / (inClass * (rows.length - inClass));
}
