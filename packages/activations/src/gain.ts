/**
 * The gain that keeps the variance of a signal through an activation: √(1 / E[f(z)²]) for z normally distributed with
 * mean 0 and variance 1 (He et al., 2015, for any f). √2 for ReLU.
 *
 * @example
 * gainOf((x) => Math.max(0, x)); // 1.41421
 */
export function gainOf(f: (x: number) => number): number {
  const [reach, step] = [10, 0.001];
  let moment = 0;
  for (let z = -reach + step / 2; z < reach; z += step) moment += f(z) ** 2 * Math.exp((-z * z) / 2) * step;
  return Math.sqrt(Math.sqrt(2 * Math.PI) / moment);
}
