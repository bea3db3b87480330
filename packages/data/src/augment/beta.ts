import type { RandomNumbers } from "../random.ts";

/** A number from the Beta(alpha, alpha) distribution, between 0 and 1 and symmetric around one half. */
export function beta(alpha: number, numbers: RandomNumbers): number {
  const [one, other] = [logGamma(alpha, numbers), logGamma(alpha, numbers)];
  // Of numbers so small that they are 0, only the logarithms can be compared.
  return 1 / (1 + Math.exp(other - one));
}

/**
 * The logarithm of a number from the Gamma(shape, 1) distribution: G. Marsaglia and W. W. Tsang, "A simple method for
 * generating gamma variables" (2000). A shape below 1 is taken from shape + 1, and a power of a uniform number.
 */
function logGamma(shape: number, numbers: RandomNumbers): number {
  if (shape < 1) return logGamma(shape + 1, numbers) + Math.log(1 - numbers.uniform()) / shape;
  const d = shape - 1 / 3;
  for (;;) {
    const x = numbers.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - numbers.uniform()) < x ** 2 / 2 + d - d * v + d * Math.log(v))
      return Math.log(d * v);
  }
}
