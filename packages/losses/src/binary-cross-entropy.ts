import { select, type Expression } from "@piecewise/expressions";
import { customGradient, elementwise, mul, ShapeError, type Tensor } from "@piecewise/tensor";
import { reduceLosses, type ReductionOption } from "./reduction.ts";
import { sameShape } from "./regression.ts";

/** How single values are weighed. */
export interface WeightOption extends ReductionOption {
  /** A factor for each value, broadcast. */
  readonly weight?: Tensor;
}

/** How single values and positive targets are weighed, with PyTorch's meaning. */
export interface BinaryCrossEntropyOptions extends WeightOption {
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
  return reduceLosses(operation, weigh(operation, losses, weight, logits), options);
}

const bounded = (logarithm: Expression) => logarithm.clip(-100, Infinity);
const value = elementwise("binaryCrossEntropy", (p, target) =>
  target
    .minus(1)
    .times(bounded(p.negate().log1p()))
    .minus(target.times(bounded(p.log()))),
);
/** PyTorch's bound is a float32 number, also for float64. */
const least = Math.fround(1e-12);
const slope = elementwise("binaryCrossEntropy, gradient", (p, target) =>
  p.minus(target).dividedBy(p.times(p.negate().plus(1)).maximum(least)),
);
const slopeOfTarget = elementwise("binaryCrossEntropy, gradient", (p) =>
  bounded(p.negate().log1p()).minus(bounded(p.log())),
);
// A bounded logarithm is flat, and its slope would let a probability of 0 or 1 stay wrong: the slope is bounded by itself.
const ofProbabilities = customGradient(
  (p, target) => value(p, target),
  [(g, [p, target]) => mul(g, slope(p, target)), (g, [p]) => mul(g, slopeOfTarget(p))],
);

/**
 * The binary cross-entropy of probabilities, 0 to 1, against targets between 0 and 1: −t · log p − (1 − t) · log(1 − p). As in
 * PyTorch, logarithms end at −100. Prefer `binaryCrossEntropyWithLogits`, which loses no precision near 0 and 1. A number
 * that is no probability gives NaN.
 *
 * @example
 * await binaryCrossEntropy(tensor([0.5, 1]), tensor([1, 1])).item(); // 0.346574
 */
export function binaryCrossEntropy(
  probabilities: Tensor,
  target: Tensor,
  options: WeightOption = {},
): Tensor {
  const operation = "binaryCrossEntropy";
  sameShape(operation, probabilities, target);
  const losses = ofProbabilities(probabilities, target);
  return reduceLosses(operation, weigh(operation, losses, options.weight, probabilities), options);
}

/** Losses times their weights, which may not make more of them. */
export function weigh(
  operation: string,
  losses: Tensor,
  weight: Tensor | undefined,
  { shape, size }: Tensor,
): Tensor {
  const weighed = weight === undefined ? losses : mul(losses, weight);
  if (weighed.size === size) return weighed;
  throw new ShapeError(
    operation,
    "weights must broadcast to the shape of what is predicted",
    shape,
    weighed.shape,
  );
}
