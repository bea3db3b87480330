import { add, DataError, elementwise, mean, mul, rsqrt, square, sub, type Tensor } from "@piecewise/tensor";

/** Over which axes numbers are normalised together; epsilon is added to their variance or mean square. */
export interface NormalizeOptions {
  readonly axis: number | readonly number[];
  readonly epsilon?: number;
}

/**
 * (x − mean) / √(variance + ε) over axes, with the population's variance: what layer, group and instance normalisation
 * have in common. ε is 1e-5 unless given.
 *
 * @example
 * await normalize(tensor([[1, 3], [10, 30]]), { axis: 1, epsilon: 0 }).array(); // [[-1,1],[-1,1]]
 */
export function normalize(x: Tensor, { axis, epsilon = 1e-5 }: NormalizeOptions): Tensor {
  const { centred, variance } = moments(x, axis);
  return mul(centred, rsqrt(add(variance, epsilon)));
}

/**
 * x / √(mean of x² + ε) over axes. ε is the distance from 1 to the next number of x's dtype unless given, as in PyTorch.
 *
 * @example
 * await normalizeRootMeanSquare(tensor([3, 4]), { axis: 0, epsilon: 3.5 }).array(); // [0.75,1]
 */
export function normalizeRootMeanSquare(x: Tensor, { axis, epsilon }: NormalizeOptions): Tensor {
  const small = epsilon ?? (x.dtype === "float64" ? Number.EPSILON : 2 ** -23);
  return mul(x, rsqrt(add(mean(square(x), { axis, keepDims: true }), small)));
}

/** Mean and variance over axes, which keep size 1, and x without its mean. Squaring that loses no digits, E[x²] − E[x]² would. */
export function moments(x: Tensor, axis: number | readonly number[]) {
  const over = { axis, keepDims: true };
  const average = mean(x, over);
  const centred = sub(x, average);
  return { average, centred, variance: mean(square(centred), over) };
}

const scaleAndShift = elementwise("scaleAndShift", (x, scale, shift) => x.times(scale).plus(shift));

/** x · scale + shift, in one loop where there are both. */
export function scaled(x: Tensor, scale: Tensor | undefined, shift: Tensor | undefined): Tensor {
  if (scale !== undefined && shift !== undefined) return scaleAndShift(x, scale, shift);
  const y = scale === undefined ? x : mul(x, scale);
  return shift === undefined ? y : add(y, shift);
}

/** Throws unless epsilon may be added to a variance. */
export function checkEpsilon(layer: string, epsilon: number): void {
  if (!(epsilon >= 0 && epsilon < Infinity))
    throw new DataError(layer, `epsilon must be at least 0, got ${epsilon}`);
}
