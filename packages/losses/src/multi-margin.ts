import { select } from "@piecewise/expressions";
import {
  arange,
  any,
  cumulativeSum,
  DataError,
  div,
  DTypeError,
  elementwise,
  equal,
  expandDims,
  gather,
  indexSelect,
  less,
  logicalAnd,
  logicalNot,
  mean,
  mul,
  requireTensor,
  reshape,
  ShapeError,
  square,
  sum,
  where,
  type Shape,
  type Tensor,
} from "@piecewise/tensor";
import { inWordsOfLoss } from "./labels.ts";
import type { MarginOption } from "./margins.ts";
import { reduceLosses, type ReductionOption } from "./reduction.ts";

/** How far ahead the right class must lie, and how each class counts. */
export interface MultiMarginOptions extends MarginOption {
  /** 1, or 2 for the squares. */
  readonly power?: 1 | 2;
  /** A factor for each class, [classes]. */
  readonly classWeights?: Tensor;
}

const above = elementwise("multiMargin", (x, right, margin) => {
  const missing = margin.minus(right).plus(x);
  return select(missing.lessEqual(0), 0, missing);
});

/**
 * By how much the other classes come nearer to the right one than `margin` (1): Σ max(0, margin − x[label] + x[other])^power over
 * the other classes, divided by the number of classes. x is [batch, classes], labels are int32 [batch]. Crammer and Singer,
 * "On the algorithmic implementation of multiclass kernel-based vector machines", 2001.
 *
 * @example
 * await multiMargin(tensor([[2, 1.5, 0]]), tensor([0], { dtype: "int32" })).item(); // 0.166667
 */
export function multiMargin(x: Tensor, labels: Tensor, options: MultiMarginOptions = {}): Tensor {
  const operation = "multiMargin";
  const { margin = 1, power = 1, classWeights } = options;
  if (power !== 1 && power !== 2)
    throw new DataError(operation, `power must be 1 or 2, got ${String(power)}`);
  const classes = classesOf(operation, x, labels, x.shape.slice(0, -1));
  if (classWeights !== undefined && String(classWeights.shape) !== String([classes]))
    throw new ShapeError(
      operation,
      `classWeights must have one number for each of ${classes} classes`,
      classWeights.shape,
    );
  const places = expandDims(labels, -1);
  const right = inWordsOfLoss(operation, classes, () => gather(x, places, { axis: -1 }));
  const missing = where(equal(places, arange(0, classes)), 0, above(x, right, margin));
  const losses = mean(power === 1 ? missing : square(missing), { axis: -1 });
  if (classWeights === undefined) return reduceLosses(operation, losses, options);
  const weights = reshape(indexSelect(classWeights, reshape(labels, [labels.size])), labels.shape);
  return reduceLosses(operation, mul(losses, weights), options);
}

/**
 * The same for several right classes, with the margin 1: every other class against each right one. Labels are int32 [batch,
 * classes]: the right classes first, and −1 where they end.
 *
 * @example
 * const labels = tensor([[2, -1, -1]], { dtype: "int32" });
 * await multilabelMargin(tensor([[0, 1.5, 2]]), labels).item(); // 0.166667
 */
export function multilabelMargin(x: Tensor, labels: Tensor, options: ReductionOption = {}): Tensor {
  const operation = "multilabelMargin";
  const classes = classesOf(operation, x, labels, x.shape);
  const counts = equal(cumulativeSum(less(labels, 0), { axis: -1 }), 0);
  const places = where(counts, labels, 0);
  const right = inWordsOfLoss(operation, classes, () => gather(x, places, { axis: -1 }));
  // [..., right class, other class]
  const counted = expandDims(counts, -1);
  const named = logicalAnd(equal(expandDims(places, -1), arange(0, classes)), counted);
  const others = logicalNot(any(named, { axis: -2, keepDims: true }));
  const missing = above(expandDims(x, -2), expandDims(right, -1), 1);
  const losses = sum(where(logicalAnd(counted, others), missing, 0), { axis: [-2, -1] });
  return reduceLosses(operation, div(losses, classes), options);
}

/** How many classes there are. Throws unless there are labels for them. */
function classesOf(operation: string, x: Tensor, labels: Tensor, expected: Shape): number {
  if (requireTensor(operation, x).rank < 1) throw new ShapeError(operation, "x needs a class axis", x.shape);
  if (requireTensor(operation, labels).dtype !== "int32")
    throw new DTypeError(operation, `labels must be int32, got ${labels.dtype}; cast them`);
  if (String(labels.shape) !== String(expected))
    throw new ShapeError(
      operation,
      `labels must have the shape [${expected.join(", ")}]`,
      x.shape,
      labels.shape,
    );
  return x.shape.at(-1)!;
}
