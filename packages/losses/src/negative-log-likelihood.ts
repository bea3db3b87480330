import { DTypeError, requireTensor, type Tensor } from "@piecewise/tensor";
import { lossOf, type CrossEntropyOptions } from "./cross-entropy.ts";

/** How a negative log-likelihood weighs its labels, with PyTorch's meaning. */
export type NegativeLogLikelihoodOptions = Omit<CrossEntropyOptions, "labelSmoothing">;

/**
 * What crossEntropy does after its softmax: minus the logarithms of probabilities that the labels (int32) choose. They are
 * [batch, classes] or [batch, classes, …], as `logSoftmax` gives them.
 *
 * @example
 * const logits = tensor([[2, 0], [0, 0]]);
 * const labels = tensor([0, 1], { dtype: "int32" });
 * await negativeLogLikelihood(logSoftmax(logits), labels).item(); // 0.410038
 */
export function negativeLogLikelihood(
  logProbabilities: Tensor,
  labels: Tensor,
  options: NegativeLogLikelihoodOptions = {},
): Tensor {
  const operation = "negativeLogLikelihood";
  if (requireTensor(operation, labels).dtype !== "int32")
    throw new DTypeError(operation, `labels must be int32, got ${labels.dtype}; cast them`);
  return lossOf(operation, logProbabilities, labels, options);
}
