import { constant, type Expression } from "@piecewise/expressions";

/** Says so where running means would never take up anything new, which PyTorch refuses, too. */
export function betasTooLarge({ beta1, beta2 }: { readonly beta1: number; readonly beta2: number }) {
  if (beta1 < 1 && beta2 < 1) return undefined;
  return `beta1 and beta2 must be below 1, got ${beta1} and ${beta2}`;
}

/** Where a running mean is after one more value. */
export function blend(mean: Expression, value: Expression, keep: Expression): Expression {
  return mean.times(keep).plus(value.times(constant(1).minus(keep)));
}

/** 1 − betaᵗ: what the weights of a running mean sum up to after t steps, as it started at 0. */
export function weightsSum(beta: Expression, step: Expression): Expression {
  return constant(1).minus(beta.power(step));
}
