import {
  add,
  arange,
  DataError,
  DTypeError,
  equal,
  expandDims,
  full,
  indexSelect,
  logSoftmax,
  mean,
  mul,
  neg,
  requireTensor,
  reshape,
  ShapeError,
  softmaxCrossEntropy,
  sum,
  where,
  type Tensor,
} from "@piecewise/tensor";
import { inWordsOfLoss } from "./labels.ts";
import { reduceLosses, requireReduction, type ReductionOption } from "./reduction.ts";

/** How a cross-entropy weighs and softens its targets, with PyTorch's meaning. */
export interface CrossEntropyOptions extends ReductionOption {
  /** How much of each target is spread evenly over all classes, 0 to 1. */
  readonly labelSmoothing?: number;
  /** A factor for each class, [classes]. */
  readonly classWeights?: Tensor;
  /** A label whose rows count for nothing; −100 unless given. */
  readonly ignoreIndex?: number;
}

/**
 * The negative logarithm of the probability that softmax(logits) gives to the target. Logits are [batch, classes] or
 * [batch, classes, …]; targets are labels (int32, without the class axis) or probabilities (shaped as the logits).
 * Softmax is inside: the model's output layer gives plain logits.
 *
 * @example
 * const logits = tensor([[2, 0], [0, 0]]);
 * await crossEntropy(logits, tensor([0, 1], { dtype: "int32" })).item(); // 0.410038
 */
export function crossEntropy(logits: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const operation = "crossEntropy";
  const { labelSmoothing = 0, classWeights, reduction = "mean" } = options;
  requireReduction(operation, reduction);
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
    throw new DataError(operation, `labelSmoothing must lie between 0 and 1, got ${labelSmoothing}`);
  const { axis, classes } = checkTarget(operation, logits, target, classWeights);
  const isPlain = labelSmoothing === 0 && classWeights === undefined && target.dtype === "int32";
  if (isPlain && logits.rank === 2)
    return inWordsOfLoss(operation, classes, () => softmaxCrossEntropy(logits, target, options));
  return lossOf(operation, logSoftmax(logits, { axis }), target, options);
}

/** What targets, labels or probabilities, lose on logarithms of probabilities. */
export function lossOf(
  operation: string,
  logs: Tensor,
  target: Tensor,
  options: CrossEntropyOptions,
): Tensor {
  const { labelSmoothing = 0, ignoreIndex = -100, classWeights } = options;
  const { axis, classes, trailing } = checkTarget(operation, logs, target, classWeights);
  const alongAxis = (x: Tensor) => reshape(x, [classes, ...trailing.map(() => 1)]);
  const weighted = classWeights === undefined ? logs : mul(logs, alongAxis(classWeights));
  const soften = (losses: Tensor) =>
    neg(
      labelSmoothing === 0
        ? losses
        : add(mul(losses, 1 - labelSmoothing), mul(mean(weighted, { axis }), labelSmoothing)),
    );
  if (target.dtype !== "int32")
    return reduceLosses(operation, soften(sum(mul(target, weighted), { axis })), options);
  const ignored = equal(target, ignoreIndex);
  const known = reshape(where(ignored, 0, target), [target.size]);
  const weights = inWordsOfLoss(operation, classes, () =>
    indexSelect(classWeights ?? full([classes], 1, { dtype: logs.dtype }), known),
  );
  // Left out, not multiplied by 0: other classes and ignored rows may hold infinities.
  const isTarget = equal(expandDims(target, axis), alongAxis(arange(0, classes)));
  const losses = where(ignored, 0, soften(sum(where(isTarget, weighted, 0), { axis })));
  const count = () => sum(where(ignored, 0, reshape(weights, target.shape)));
  return reduceLosses(operation, losses, options, count);
}

/** Throws unless a target fits; which axis holds the classes, how many there are, and the sizes of the axes behind. */
function checkTarget(operation: string, logits: Tensor, target: Tensor, classWeights: Tensor | undefined) {
  const { shape, rank } = requireTensor(operation, logits);
  const axis = rank === 1 ? 0 : 1;
  if (rank < 1) throw new ShapeError(operation, "logits need a class axis", shape);
  const classes = shape[axis];
  if (classWeights !== undefined && String(classWeights.shape) !== String([classes]))
    throw new ShapeError(
      operation,
      `classWeights must have one number for each of ${classes} classes`,
      classWeights.shape,
    );
  const { dtype, shape: given } = requireTensor(operation, target);
  if (dtype === "bool")
    throw new DTypeError(operation, "targets are labels (int32) or probabilities, got bool");
  if (String(given) !== String(dtype === "int32" ? shape.toSpliced(axis, 1) : shape))
    throw new ShapeError(
      operation,
      "labels (int32) must have the logits' shape without the class axis, probabilities the whole of it",
      shape,
      given,
    );
  return { axis, classes, trailing: shape.slice(axis + 1) };
}
