import {
  arange,
  concat,
  equal,
  expandDims,
  logSoftmax,
  neg,
  notEqual,
  reshape,
  ShapeError,
  sum,
  where,
  cast,
} from "@piecewise/tensor";
import type { SummedMetric } from "../metric.ts";

/**
 * The exponential of the mean cross-entropy over all labels: among how many classes, equally likely, a model is undecided. Logits are
 * [n, classes] or [n, classes, …], labels int32 without the class axis; those that are `ignoreIndex` (−100) do not count.
 *
 * @example
 * const metric = perplexity();
 * const totals = metric.total(zeros([2, 5]), tensor([0, 3], { dtype: "int32" }));
 * metric.finish!(await totals.data() as Float32Array, 2); // 5
 */
export function perplexity({ ignoreIndex = -100 }: { readonly ignoreIndex?: number } = {}): SummedMetric {
  return {
    name: "perplexity",
    total(prediction, target) {
      const { shape, rank } = prediction;
      if (rank < 2 || target.dtype !== "int32" || String(target.shape) !== String(shape.toSpliced(1, 1)))
        throw new ShapeError(
          "perplexity",
          "needs logits [n, classes, …] with int32 labels [n, …]",
          shape,
          target.shape,
        );
      const classes = reshape(arange(0, shape[1]), [shape[1], ...shape.slice(2).map(() => 1)]);
      const isLabel = equal(expandDims(where(equal(target, ignoreIndex), -1, target), 1), classes);
      const losses = neg(sum(where(isLabel, logSoftmax(prediction, { axis: 1 }), 0)));
      const count = cast(sum(notEqual(target, ignoreIndex)), losses.dtype);
      return concat([reshape(losses, [1]), reshape(count, [1])]);
    },
    finish: ([losses, count]) => Math.exp(losses / count),
  };
}
