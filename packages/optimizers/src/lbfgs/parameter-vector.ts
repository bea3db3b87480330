import { backward, scope, tensor, type Parameter, type Tensor } from "@piecewise/tensor";
import type { Vector } from "./vectors.ts";

/** A loss, and its gradient with respect to all parameters in a row. */
export interface Slope {
  readonly loss: number;
  readonly gradient: Vector;
}

/** All parameters' numbers in a row. */
export async function readParameters(parameters: readonly Parameter[]): Promise<Vector> {
  return joined(await Promise.all(parameters.map((p) => p.data())));
}

/** Puts numbers in a row into the parameters. */
export function writeParameters(parameters: readonly Parameter[], values: Vector): void {
  let from = 0;
  for (const p of parameters) {
    const own = values.subarray(from, (from += p.size));
    scope(() => p.assign(tensor(own, { shape: p.shape, dtype: p.dtype })));
  }
}

/** Computes a loss and reads its gradient; parameters that are frozen, or that the loss does not depend on, have 0. */
export async function slopeOf(closure: () => Tensor, parameters: readonly Parameter[]): Promise<Slope> {
  const { loss, own } = scope(() => {
    const loss = closure();
    const gradients = backward(loss);
    return { loss, own: parameters.map((p) => (gradients.has(p) ? gradients.of(p) : undefined)) };
  });
  try {
    const values = await Promise.all(
      own.map(async (g, i) => (await g?.data()) ?? new Float64Array(parameters[i].size)),
    );
    return { loss: await loss.item(), gradient: joined(values) };
  } finally {
    for (const x of [loss, ...own]) x?.dispose();
  }
}

function joined(parts: readonly ArrayLike<number>[]): Vector {
  const whole = new Float64Array(parts.reduce((size, { length }) => size + length, 0));
  let from = 0;
  for (const part of parts) {
    whole.set(part, from);
    from += part.length;
  }
  return whole;
}
