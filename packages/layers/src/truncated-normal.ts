import { DataError, sharedRandom, tensor } from "@piecewise/tensor";
import type { DrawOptions, Random, Shape, Tensor } from "@piecewise/tensor";

/** A normal distribution that is cut off. */
export interface TruncatedNormalOptions extends DrawOptions {
  readonly mean?: number;
  /** That of the distribution before it is cut; 1 unless given. */
  readonly standardDeviation?: number;
  /** The smallest number, −2 unless given: PyTorch's `a`. */
  readonly low?: number;
  /** The largest number, 2 unless given: PyTorch's `b`. */
  readonly high?: number;
}

/**
 * Normally distributed numbers, but only those between `low` and `high`; numbers outside are drawn again. As in PyTorch the
 * limits are numbers, not multiples of the deviation: 0.02 with ±2 cuts nothing off.
 *
 * @example
 * const weight = truncatedNormal([64, 64], { standardDeviation: 0.02, low: -0.04, high: 0.04 });
 * await lessEqual(max(abs(weight)), 0.04).item(); // 1
 */
export function truncatedNormal<const S extends Shape>(
  shape: S,
  options: TruncatedNormalOptions = {},
): Tensor<S> {
  const { mean = 0, standardDeviation = 1, low = -2, high = 2 } = options;
  const { random = sharedRandom(), dtype = "float32" } = options;
  if (!(standardDeviation > 0 && low < high))
    throw new DataError(
      "truncatedNormal",
      `needs a standardDeviation above 0 and low below high, got ${standardDeviation}, ${low} and ${high}`,
    );
  const [from, to] = [(low - mean) / standardDeviation, (high - mean) / standardDeviation];
  if (!(from <= 2 && to >= -2))
    throw new DataError(
      "truncatedNormal",
      `low or high must come within two deviations of the mean ${mean}, got ${low} and ${high}`,
    );
  const values = drawBetween(
    shape.reduce((a, b) => a * b, 1),
    from,
    to,
    random,
  );
  return tensor(
    values.map((z) => Math.min(high, Math.max(low, mean + standardDeviation * z))),
    { shape, dtype },
  );
}

/** Numbers of the standard normal distribution between two limits: what falls outside is drawn again. */
function drawBetween(count: number, from: number, to: number, random: Random): Float64Array {
  const draw = to - from > 2.5 ? fromNormal(from, to, random) : fromUniform(from, to, random);
  const values = new Float64Array(count);
  for (let filled = 0; filled < count;)
    for (const z of draw(count - filled)) if (filled < count) values[filled++] = z;
  return values;
}

type Draw = (count: number) => ArrayLike<number> & Iterable<number>;

function fromNormal(from: number, to: number, random: Random): Draw {
  return (count) => random.normal(count, "float64").filter((z) => z >= from && z <= to);
}

/** Of evenly distributed numbers, each stays with a chance in proportion to its density. Of use where the limits are near. */
function fromUniform(from: number, to: number, random: Random): Draw {
  const densest = Math.min(Math.max(0, from), to);
  return (count) => {
    const [places, chances] = [random.uniform(count, "float64"), random.uniform(count, "float64")];
    return places
      .map((u) => from + u * (to - from))
      .filter((z, i) => chances[i] < Math.exp((densest ** 2 - z ** 2) / 2));
  };
}
