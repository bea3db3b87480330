import { select } from "@piecewise/expressions";
import { DataError, elementwise, type Tensor } from "@piecewise/tensor";
import { reduceLosses, type ReductionOption } from "./reduction.ts";
import { sameShape } from "./regression.ts";

/** What the targets are, and what becomes of the single values. */
export interface KlDivergenceOptions {
  /** The targets are logarithms, as the predictions are. */
  readonly logTarget?: boolean;
  /**
   * `"batchMean"` divides by the size of the first axis: the divergence, averaged over a batch. `"mean"`, the default as in
   * PyTorch, divides by the number of all values.
   */
  readonly reduction?: NonNullable<ReductionOption["reduction"]> | "batchMean";
}

const ofProbabilities = elementwise("klDivergence", (logs, target) =>
  select(target.greater(0), target.times(target.log().minus(logs)), 0),
);
const ofLogarithms = elementwise("klDivergence", (logs, target) => target.exp().times(target.minus(logs)));

/**
 * The Kullback–Leibler divergence of predicted from target probabilities, target · (log target − prediction). The prediction is
 * a logarithm, as `logSoftmax` gives it. Kullback and Leibler, "On information and sufficiency", 1951.
 *
 * @example
 * const prediction = logSoftmax(tensor([[0, 0]]));
 * await klDivergence(prediction, tensor([[0.25, 0.75]]), { reduction: "batchMean" }).item(); // 0.130812
 */
export function klDivergence(
  logProbabilities: Tensor,
  target: Tensor,
  { logTarget = false, reduction = "mean" }: KlDivergenceOptions = {},
): Tensor {
  const operation = "klDivergence";
  if (!["mean", "sum", "none", "batchMean"].includes(reduction))
    throw new DataError(
      operation,
      `reduction must be "mean", "batchMean", "sum" or "none", got ${String(reduction)}`,
    );
  sameShape(operation, logProbabilities, target);
  const losses = (logTarget ? ofLogarithms : ofProbabilities)(logProbabilities, target);
  if (reduction !== "batchMean") return reduceLosses(operation, losses, { reduction });
  return reduceLosses(operation, losses, {}, () => logProbabilities.shape[0] ?? 1);
}
