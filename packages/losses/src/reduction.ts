import { DataError, div, mean, sum, type Tensor } from "@piecewise/tensor";

/** What becomes of the losses of single values: their mean (the default), their sum, or each for itself. */
export interface ReductionOption {
  readonly reduction?: "mean" | "sum" | "none";
}

/** Reduces the losses of single values. The mean divides by how many there are, unless a loss counts otherwise. */
export function reduceLosses(
  operation: string,
  losses: Tensor,
  { reduction = "mean" }: ReductionOption,
  count?: () => Tensor | number,
): Tensor {
  requireReduction(operation, reduction);
  if (reduction === "none") return losses;
  if (reduction === "sum") return sum(losses);
  return count === undefined ? mean(losses) : div(sum(losses), count());
}

/** Throws unless a reduction is one of those we know. */
export function requireReduction(operation: string, reduction: string): void {
  if (["mean", "sum", "none"].includes(reduction)) return;
  throw new DataError(operation, `reduction must be "mean", "sum" or "none", got ${String(reduction)}`);
}
