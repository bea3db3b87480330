import { DataError, less, lessEqual, logicalNot, oneHot, ShapeError, sum, where } from "@piecewise/tensor";
import type { SummedMetric } from "../metric.ts";

/**
 * The share of rows [n, classes] whose label (int32, [n]) is among the `k` largest logits. Of equal logits that of the label counts as
 * the larger one.
 *
 * @example
 * const metric = topKAccuracy(2);
 * await metric.total(tensor([[1, 3, 2], [3, 2, 1]]), tensor([2, 2], { dtype: "int32" })).item(); // 1
 */
export function topKAccuracy(k: number): SummedMetric {
  if (!Number.isInteger(k) || k < 1)
    throw new DataError("topKAccuracy", `k must be a whole number above 0, got ${k}`);
  return {
    name: `top${k}Accuracy`,
    total(prediction, target) {
      const [rows, classes] = prediction.shape;
      if (prediction.rank !== 2 || target.dtype !== "int32" || String(target.shape) !== String([rows]))
        throw new ShapeError("topKAccuracy", "needs logits [n, classes] with int32 labels [n]", prediction.shape, target.shape); // prettier-ignore
      const own = sum(where(oneHot(target, classes, { dtype: "bool" }), prediction, 0), {
        axis: 1,
        keepDims: true,
      });
      // A logit that is NaN is no smaller than any other.
      const larger = sum(logicalNot(lessEqual(prediction, own)), { axis: 1 });
      return sum(less(larger, k));
    },
  };
}
