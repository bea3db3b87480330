import { DataError, mean, sum, type Tensor } from "@piecewise/tensor";

/** What becomes of the losses of single values: their mean (the default), their sum, or each for itself. */
export interface ReductionOption {
  readonly reduction?: "mean" | "sum" | "none";
}

/** Reduces the losses of single values. */
export function reduceLosses(
  operation: string,
  losses: Tensor,
  { reduction = "mean" }: ReductionOption,
): Tensor {
  requireReduction(operation, reduction);
  if (reduction === "none") return losses;
  return reduction === "sum" ? sum(losses) : mean(losses);
}

/** Throws unless a reduction is one of those we know. */
export function requireReduction(operation: string, reduction: string): void {
  if (["mean", "sum", "none"].includes(reduction)) return;
  throw new DataError(operation, `reduction must be "mean", "sum" or "none", got ${String(reduction)}`);
}
