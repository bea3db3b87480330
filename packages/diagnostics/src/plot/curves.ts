import type { Activation } from "@piecewise/activations";
import { currentBackend, tensor } from "@piecewise/tensor";

/** An activation and its derivative at points from left to right. */
export interface Curves {
  readonly x: readonly number[];
  readonly value: readonly number[];
  readonly derivative: readonly number[];
}

const steps = 300;
/** So close to a kink, as a share of the range, that a drawing shows both sides at one place. */
const beside = 1e-7;

/**
 * Computes both curves with the activation itself. Each kink is there with a point close to it on either side, so that a jump
 * can be told from a steep rise. In float64 where the backend has it.
 */
export async function sampleActivation(activation: Activation, from: number, to: number): Promise<Curves> {
  const kinks = activation.facts.kinks.map(({ at }) => at).filter((at) => at > from && at < to);
  const close = kinks.flatMap((at) => [-1, 0, 1].map((side) => at + side * beside * (to - from)));
  const grid = Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);
  const x = [...new Set([...grid, ...close])].toSorted((a, b) => a - b);
  const hasFloat64 = currentBackend().memory.dtypes.includes("float64");
  const at = tensor(x, { dtype: hasFloat64 ? "float64" : "float32" });
  const [value, derivative] = await Promise.all([activation(at).data(), activation.derivative(at).data()]);
  return { x, value: [...value], derivative: [...derivative] };
}
