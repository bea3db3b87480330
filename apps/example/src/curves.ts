import { linspace, type Activation } from "piecewise";

/** An activation and its derivative at evenly spaced points. */
export interface Curves {
  readonly x: readonly number[];
  readonly value: readonly number[];
  readonly derivative: readonly number[];
}

/** Computes both curves with the library itself: the reference range is −5 to 10, in steps of 0.05. */
export async function sampleActivation(activation: Activation): Promise<Curves> {
  const x = linspace(-5, 10, 301, { dtype: "float64" });
  const [at, value, derivative] = await Promise.all([
    x.data(),
    activation(x).data(),
    activation.derivative(x).data(),
  ]);
  return { x: [...at], value: [...value], derivative: [...derivative] };
}
