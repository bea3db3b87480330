import { DataError, DTypeError, ShapeError, type SoftmaxCrossEntropyAttributes } from "@piecewise/spec";
import { isTracking, runBoth } from "../run.ts";
import { requireFloat, requireTensor, type Tensor } from "../tensor.ts";
import { div, maximum, mul, sub, where } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { equal, notEqual } from "./comparison.ts";
import { oneHot } from "./indexing.ts";
import { sum } from "./reduce.ts";
import { expandDims } from "./reshape.ts";
import { softmax } from "./softmax.ts";

/** How the losses of rows are summed up (their mean unless given), and which label counts for nothing (−100 unless given). */
export type SoftmaxCrossEntropyOptions = Partial<
  Pick<SoftmaxCrossEntropyAttributes, "reduction" | "ignoreIndex">
>;

/**
 * −log softmax(logits)[label] for logits [rows, classes] and int32 labels [rows]: the mean or the sum over the rows, or each
 * row's. One kernel computes it together with its gradient.
 *
 * @example
 * const labels = tensor([0, 1], { dtype: "int32" });
 * await softmaxCrossEntropy(tensor([[2, 0], [0, 0]]), labels).item(); // 0.410038
 */
export function softmaxCrossEntropy(
  logits: Tensor,
  labels: Tensor,
  { reduction = "mean", ignoreIndex = -100 }: SoftmaxCrossEntropyOptions = {},
): Tensor {
  requireFloat("softmaxCrossEntropy", requireTensor("softmaxCrossEntropy", logits).dtype);
  if (labels.dtype !== "int32")
    throw new DTypeError("softmaxCrossEntropy", `labels must be int32, got ${labels.dtype}; cast them`);
  const [rows, classes] = logits.shape;
  if (logits.rank !== 2 || labels.rank !== 1 || labels.size !== rows)
    throw new ShapeError(
      "softmaxCrossEntropy",
      "needs logits [rows, classes] and labels [rows]",
      logits.shape,
      labels.shape,
    );
  if (!["none", "sum", "mean"].includes(reduction))
    throw new DataError(
      "softmaxCrossEntropy",
      `reduction must be "mean", "sum" or "none", got ${String(reduction)}`,
    );
  const attributes = { rows, classes, reduction, ignoreIndex };
  const outputs: Tensor[] = runBoth({
    kernel: "softmaxCrossEntropy",
    inputs: [logits, labels],
    shape: reduction === "none" ? [rows] : [],
    dtype: logits.dtype,
    attributes,
    second: { shape: logits.shape, dtype: logits.dtype },
    grads: [
      (g) => {
        const gradient = isTracking() ? differentiable(logits, labels, attributes) : outputs[1];
        return mul(gradient, reduction === "none" ? expandDims(g, 1) : g);
      },
    ],
  });
  return outputs[0];
}

/** The gradient with respect to the logits, made of operations, so that it has a gradient itself. */
function differentiable(
  logits: Tensor,
  labels: Tensor,
  { classes, reduction, ignoreIndex }: SoftmaxCrossEntropyAttributes,
): Tensor {
  const target = oneHot(labels, classes, { dtype: logits.dtype });
  const ignored = expandDims(equal(labels, ignoreIndex), 1);
  const difference = where(ignored, 0, sub(softmax(logits), target));
  if (reduction !== "mean") return difference;
  // Where all rows are ignored there is nothing to divide.
  const counted = maximum(cast(sum(notEqual(labels, ignoreIndex)), logits.dtype), 1);
  return div(difference, counted);
}
