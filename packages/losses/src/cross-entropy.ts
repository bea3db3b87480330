import {
  add,
  DataError,
  div,
  DTypeError,
  equal,
  expandDims,
  gather,
  indexSelect,
  logSoftmax,
  mean,
  mul,
  neg,
  requireTensor,
  reshape,
  ShapeError,
  softmaxCrossEntropy,
  squeeze,
  sum,
  where,
  type Tensor,
} from "@piecewise/tensor";
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
  const { labelSmoothing = 0, classWeights, reduction = "mean" } = options;
  requireReduction("crossEntropy", reduction);
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
    throw new DataError("crossEntropy", `labelSmoothing must lie between 0 and 1, got ${labelSmoothing}`);
  requireTensor("crossEntropy", target);
  if (requireTensor("crossEntropy", logits).rank < 1)
    throw new ShapeError("crossEntropy", "logits need a class axis", logits.shape);
  const classAxis = logits.rank === 1 ? 0 : 1;
  const classes = logits.shape[classAxis];
  if (classWeights !== undefined && String(classWeights.shape) !== String([classes]))
    throw new ShapeError(
      "crossEntropy",
      `classWeights must have one number for each of ${classes} classes`,
      classWeights.shape,
    );
  const isPlain = labelSmoothing === 0 && classWeights === undefined && target.dtype === "int32";
  if (isPlain && logits.rank === 2 && target.rank === 1 && target.size === logits.shape[0])
    return inWordsOfLoss(classes, () => softmaxCrossEntropy(logits, target, options));
  const logProbabilities = logSoftmax(logits, { axis: classAxis });
  if (target.dtype === "int32") return withLabels(logProbabilities, target, classAxis, options);
  return withProbabilities(logProbabilities, target, classAxis, options);
}

function withProbabilities(
  logProbabilities: Tensor,
  target: Tensor,
  axis: number,
  options: CrossEntropyOptions,
): Tensor {
  if (target.dtype === "bool")
    throw new DTypeError("crossEntropy", "targets are labels (int32) or probabilities, got bool");
  if (String(target.shape) !== String(logProbabilities.shape))
    throw new ShapeError(
      "crossEntropy",
      "probabilities must have the logits' shape; labels must be int32",
      logProbabilities.shape,
      target.shape,
    );
  const { labelSmoothing = 0, classWeights } = options;
  const classes = logProbabilities.shape[axis];
  const softened =
    labelSmoothing === 0 ? target : add(mul(target, 1 - labelSmoothing), labelSmoothing / classes);
  const weighted = weigh(logProbabilities, classWeights, axis);
  const losses = neg(sum(mul(softened, weighted), { axis }));
  return reduceLosses("crossEntropy", losses, options);
}

function withLabels(
  logProbabilities: Tensor,
  labels: Tensor,
  axis: number,
  options: CrossEntropyOptions,
): Tensor {
  const expected = logProbabilities.shape.toSpliced(axis, 1);
  if (String(labels.shape) !== String(expected))
    throw new ShapeError(
      "crossEntropy",
      "labels must have the logits' shape without the class axis",
      logProbabilities.shape,
      labels.shape,
    );
  const { labelSmoothing = 0, ignoreIndex = -100, classWeights, reduction = "mean" } = options;
  const ignored = equal(labels, ignoreIndex);
  const safe = where(ignored, 0, labels);
  const classes = logProbabilities.shape[axis];
  const chosen = squeeze(
    inWordsOfLoss(classes, () => gather(logProbabilities, expandDims(safe, axis), { axis })),
    axis,
  );
  const weights = weightOf(safe, classWeights);
  const counted = where(ignored, 0, weights);
  // Left out, not multiplied by 0: an ignored row may hold infinities, and when all are ignored we divide by 0.
  const hard = where(ignored, 0, neg(mul(chosen, weights)));
  const spread = () => where(ignored, 0, neg(mean(weigh(logProbabilities, classWeights, axis), { axis })));
  const losses =
    labelSmoothing === 0 ? hard : add(mul(hard, 1 - labelSmoothing), mul(spread(), labelSmoothing));
  return reduction === "mean"
    ? div(sum(losses), sum(counted))
    : reduceLosses("crossEntropy", losses, options);
}

/** Where the backend refuses a label, the error says so in the words of this loss. */
function inWordsOfLoss(classes: number, body: () => Tensor): Tensor {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "DataError") throw error;
    throw new DataError(
      "crossEntropy",
      `labels must lie between 0 and ${classes - 1}, or be ignored; ${error.message}`,
    );
  }
}

/** The weight of each label: its class's, or 1. */
function weightOf(labels: Tensor, classWeights: Tensor | undefined): Tensor | number {
  if (classWeights === undefined) return 1;
  return reshape(indexSelect(classWeights, reshape(labels, [labels.size])), labels.shape);
}

/** Each class's numbers times its weight. */
function weigh(logProbabilities: Tensor, classWeights: Tensor | undefined, axis: number): Tensor {
  if (classWeights === undefined) return logProbabilities;
  const shape = logProbabilities.shape.map((size, a) => (a === axis ? size : 1));
  return mul(logProbabilities, reshape(classWeights, shape));
}
