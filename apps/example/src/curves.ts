import { concat, linspace, tensor, type Activation } from "piecewise";

/** An activation and its derivative at points from left to right. */
export interface Curves {
  readonly x: readonly number[];
  readonly value: readonly number[];
  readonly derivative: readonly number[];
}

const [first, last] = [-5, 10];
/** So close to a kink that a drawing shows both sides at one place. */
const beside = 1e-6;

/**
 * Computes both curves with the library itself: the reference range is −5 to 10, in steps of 0.05. Each kink is there with
 * a point close to it on either side, so that a jump can be told from a steep rise.
 */
export async function sampleActivation(activation: Activation): Promise<Curves> {
  const grid = linspace(first, last, 301, { dtype: "float64" });
  const kinks = activation.facts.kinks.map(({ at }) => at).filter((at) => at > first && at < last);
  const close = tensor(
    kinks.flatMap((at) => [at - beside, at, at + beside]),
    { dtype: "float64" },
  );
  const x = Float64Array.from(new Set((await concat([grid, close]).data()) as Float64Array)).toSorted();
  const at = tensor(x);
  const [value, derivative] = await Promise.all([activation(at).data(), activation.derivative(at).data()]);
  return { x: [...x], value: [...value], derivative: [...derivative] };
}

/** The parts of a curve between its jumps, as indices from the first to the one after the last. */
export function unbroken({ x }: Curves, y: readonly number[]): [from: number, to: number][] {
  const jumps = x.flatMap((at, i) =>
    i > 0 && at - x[i - 1] < 2 * beside && Math.abs(y[i] - y[i - 1]) > 1e-3 ? [i] : [],
  );
  const ends = [0, ...jumps, x.length];
  return ends.slice(1).map((to, i) => [ends[i], to]);
}
