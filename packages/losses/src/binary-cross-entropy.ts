import { select } from "@piecewise/expressions";
import { elementwise, mul, ShapeError, type Tensor } from "@piecewise/tensor";
import { reduceLosses, type ReductionOption } from "./reduction.ts";
import { sameShape } from "./regression.ts";

/** How single values and positive targets are weighed, with PyTorch's meaning. */
export interface BinaryCrossEntropyOptions extends ReductionOption {
  /** A factor for each value, broadcast. */
  readonly weight?: Tensor;
  /** A factor for the positive part of each value, broadcast; above 1 favours finding the positive ones. */
  readonly positiveWeight?: Tensor;
}

// (1 − t)·x + (1 + (w − 1)·t)·softplus(−x): for w = 1 that is −t·log σ(x) − (1 − t)·log(1 − σ(x)), without overflow.
const weighted = elementwise("binaryCrossEntropyWithLogits", (x, target, positiveWeight) =>
  select(target.equal(1), 0, x.times(target.negate().plus(1))).plus(
    positiveWeight.minus(1).times(target).plus(1).times(x.negate().softplus()),
  ),
);

/**
 * The binary cross-entropy of sigmoid(logits) against targets between 0 and 1, stable for logits of any size. The
 * sigmoid is inside: the model's output layer gives plain logits.
 *
 * @example
 * await binaryCrossEntropyWithLogits(tensor([0, 100]), tensor([1, 1])).item(); // 0.346574
 */
export function binaryCrossEntropyWithLogits(
  logits: Tensor,
  target: Tensor,
  options: BinaryCrossEntropyOptions = {},
): Tensor {
  const operation = "binaryCrossEntropyWithLogits";
  const { weight, positiveWeight } = options;
  sameShape(operation, logits, target);
  const losses = weighted(logits, target, positiveWeight ?? 1);
  const weighed = weight === undefined ? losses : mul(losses, weight);
  if (weighed.size !== logits.size)
    throw new ShapeError(
      operation,
      "weight and positiveWeight must broadcast to the logits' shape",
      logits.shape,
      weighed.shape,
    );
  return reduceLosses(operation, weighed, options);
}
