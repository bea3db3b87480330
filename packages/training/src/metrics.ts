import { argmax, equal, greater, ShapeError, sum, type Tensor } from "@piecewise/tensor";

/** A loss: one number to make smaller, from predictions and targets. */
export type Loss = (prediction: Tensor, target: Tensor) => Tensor;

/** A number that says how well a model does. It is summed up on the device and read once. */
export interface Metric {
  readonly name: string;
  /** The sum over the rows of a batch, as a single number; the metric is the mean over all rows. */
  readonly total: (prediction: Tensor, target: Tensor) => Tensor;
}

/**
 * The share of rows whose prediction is right: the largest of several logits [n, classes] stands at the label [n] or at the
 * largest target [n, classes]; a single logit [n] or [n, 1] is above 0 exactly where the target is above one half.
 */
export const accuracy: Metric = {
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
