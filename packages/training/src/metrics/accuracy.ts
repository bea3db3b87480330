import { argmax, equal, greater, ShapeError, sum } from "@piecewise/tensor";
import type { SummedMetric } from "../metric.ts";

/**
 * The share of rows whose prediction is right: the largest of several logits [n, classes] stands at the label [n] or at the
 * largest target [n, classes]; a single logit [n] or [n, 1] is above 0 exactly where the target is above one half.
 */
export const accuracy: SummedMetric = {
  name: "accuracy",
  total(prediction, target) {
    const [rows, classes = 1] = prediction.shape;
    const areLabels = target.dtype === "int32" && target.rank === 1 && target.size === rows;
    if (areLabels && prediction.rank === 2 && classes > 1)
      return sum(equal(argmax(prediction, { axis: 1 }), target));
    if (String(prediction.shape) !== String(target.shape) || prediction.rank < 1 || prediction.rank > 2)
      throw new ShapeError(
        "accuracy",
        "needs logits [n, classes] with int32 labels [n], or both [n], [n, 1] or [n, classes]",
        prediction.shape,
        target.shape,
      );
    if (classes > 1) return sum(equal(argmax(prediction, { axis: 1 }), argmax(target, { axis: 1 })));
    return sum(equal(greater(prediction, 0), greater(target, 0.5)));
  },
};
