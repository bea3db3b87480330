import { clipGradNorm, clipGradValue } from "@piecewise/optimizers";
import { DataError, type Gradients } from "@piecewise/tensor";

/** How gradients are limited: all of them together to a length, or each number to ±value. */
export type Clip = { readonly norm: number; readonly normType?: number } | { readonly value: number };

/**
 * A function that limits gradients: to a norm of all of them together, or to a largest value. `fit` takes the limits themselves.
 *
 * @example
 * const w = parameter([3, 4]);
 * const gradients = clipTo({ norm: 1 })(backward(sum(mul(w, w))));
 * await gradients.of(w).array(); // [0.6, 0.8]
 */
export function clipTo(limits: Clip): (gradients: Gradients) => Gradients {
  const limit = "value" in limits ? limits.value : limits.norm;
  if (!(limit >= 0)) throw new DataError("clipTo", `needs a norm or a value, at least 0; got ${limit}`);
  if ("value" in limits) return (gradients) => clipGradValue(gradients, limits.value);
  const { norm, ...options } = limits;
  return (gradients) => clipGradNorm(gradients, norm, options).gradients;
}
