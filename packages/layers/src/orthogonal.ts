import { DataError, sharedRandom, ShapeError, tensor, type Shape, type Tensor } from "@piecewise/tensor";
import type { InitializerOptions } from "./initializers.ts";

/**
 * A matrix whose rows (or columns, whichever are fewer) are orthogonal and of length `gain`, 1 unless given: it keeps the
 * length of what it multiplies. A kernel [outputs, inputs, …] counts as a matrix with `outputs` rows. Saxe, McClelland and
 * Ganguli, "Exact solutions to the nonlinear dynamics of learning", 2014. As in PyTorch it is the Q of a QR decomposition of
 * normally distributed numbers.
 *
 * @example
 * const q = orthogonal([1, 4], { random: seeded(1), gain: 2 });
 * await norm(q).item(); // 2
 */
export function orthogonal<const S extends Shape>(shape: S, options: InitializerOptions = {}): Tensor<S> {
  const { gain = 1, random = sharedRandom(), dtype = "float32" } = options;
  if (shape.length < 2)
    throw new ShapeError("orthogonal", "needs a weight with at least two axes, [outputs, inputs, …]", shape);
  if (!(gain > 0 && gain < Infinity))
    throw new DataError("orthogonal", `the gain must be above 0, got ${gain}`);
  const rows = shape[0];
  const columns = shape.slice(1).reduce((a, b) => a * b, 1);
  const length = Math.max(rows, columns);
  const vectors = orthonormal(Math.min(rows, columns), (count) => random.normal(count, "float64"), length);
  const isWide = rows <= columns;
  const values = Float64Array.from({ length: rows * columns }, (_, n) => {
    const [i, j] = [Math.floor(n / columns), n % columns];
    return gain * (isWide ? vectors[i][j] : vectors[j][i]);
  });
  return tensor(values, { shape, dtype });
}

/** Gram and Schmidt's method. Each vector is cleaned of those before it twice, as rounding spoils the first time. */
function orthonormal(count: number, draw: (length: number) => ArrayLike<number>, length: number) {
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = Float64Array.from(draw(length));
    for (const other of [...vectors, ...vectors]) addScaled(vector, other, -product(vector, other));
    const size = Math.sqrt(product(vector, vector));
    vectors.push(vector.map((x) => x / size));
  }
  return vectors;
}

function product(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

function addScaled(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] += factor * b[i];
}
