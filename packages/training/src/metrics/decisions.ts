import { argmax, cast, greater, reshape, ShapeError, type Tensor } from "@piecewise/tensor";

/** Which class each row was given, and which is right: int32, [rows]. */
export interface Decisions {
  readonly predicted: Tensor;
  readonly actual: Tensor;
  readonly classes: number;
}

/**
 * The largest of several logits [n, classes] decides, beside labels [n] or the largest target [n, classes]. A single logit, [n] or
 * [n, 1], decides for class 1 above 0, else for class 0, beside targets above one half or not.
 */
export function decisionsIn(metric: string, prediction: Tensor, target: Tensor): Decisions {
  const [rows, classes = 1] = prediction.shape;
  const areLabels = target.dtype === "int32" && target.rank === 1 && target.size === rows;
  if (areLabels && prediction.rank === 2 && classes > 1)
    return { predicted: argmax(prediction, { axis: 1 }), actual: target, classes };
  if (String(prediction.shape) !== String(target.shape) || prediction.rank < 1 || prediction.rank > 2)
    throw new ShapeError(
      metric,
      "needs logits [n, classes] with int32 labels [n], or both [n], [n, 1] or [n, classes]",
      prediction.shape,
      target.shape,
    );
  if (classes > 1)
    return { predicted: argmax(prediction, { axis: 1 }), actual: argmax(target, { axis: 1 }), classes };
  const above = (x: Tensor, bar: number) => reshape(cast(greater(x, bar), "int32"), [x.size]);
  return { predicted: above(prediction, 0), actual: above(target, 0.5), classes: 2 };
}
