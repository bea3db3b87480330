import { DataError, greaterEqual, mul, uniform, where, type Random } from "@piecewise/tensor";
import { keeping, type KeepsFeatures } from "./layer.ts";

/**
 * In training, sets each number to 0 with probability `rate` and divides the others by 1 − rate, so that the mean stays;
 * otherwise it does nothing. Srivastava et al., "Dropout", 2014. Numbers are drawn from `options.random`, else from the
 * context's, else from the generator that `seed` starts.
 *
 * @example
 * await dropout(0.5)(tensor([1, 2])).array(); // [1,2]
 */
export function dropout(rate = 0.5, options: { readonly random?: Random } = {}): KeepsFeatures {
  if (!(rate >= 0 && rate <= 1))
    throw new DataError("dropout", `the rate must lie between 0 and 1, got ${rate}`);
  return keeping("dropout", (x, context) => {
    const random = options.random ?? context.random;
    if (context.training !== true || rate === 0) return x;
    const kept = greaterEqual(uniform(x.shape, random === undefined ? {} : { random }), rate);
    return where(kept, mul(x, rate === 1 ? 0 : 1 / (1 - rate)), 0);
  });
}
