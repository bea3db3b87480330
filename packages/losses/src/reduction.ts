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
  if (reduction === "none") return losses;
  if (reduction === "sum") return sum(losses);
  if (reduction === "mean") return mean(losses);
  throw new DataError(operation, `reduction must be "mean", "sum" or "none", got ${String(reduction)}`);
}
