import { stateDict, type Layer } from "@piecewise/layers";
import { cast, noGrad, Parameter, scope, tensor, type Tensor } from "@piecewise/tensor";
import type { LoadedArrays } from "./saved-arrays.ts";

/** A copy of all weights and running statistics of a model, on the device. */
export class KeptWeights {
  #copies: Readonly<Record<string, Parameter>> = {};

  /** Whether there is a copy. */
  get hasAny(): boolean {
    return Object.keys(this.#copies).length > 0;
  }

  /** The copies by PyTorch's names. */
  get arrays(): Readonly<Record<string, Parameter>> {
    return this.#copies;
  }

  /** Copies the weights as they are, in the place of an earlier copy. */
  keep(model: Layer): void {
    const weights = stateDict(model);
    if (!this.hasAny) this.#copies = copiesOf(weights);
    else for (const [name, copy] of Object.entries(this.#copies)) copy.assign(weights[name]);
  }

  /** Gives the model the weights that were kept. */
  restore(model: Layer): void {
    const weights = stateDict(model);
    for (const [name, copy] of Object.entries(this.#copies)) weights[name].assign(copy);
  }

  /** Takes over a copy that was saved. */
  load(arrays: LoadedArrays["arrays"]): void {
    this.dispose();
    const read = Object.entries(arrays).map(
      ([name, { data, shape }]) => [name, tensor(data, { shape })] as const,
    );
    scope(() => void (this.#copies = copiesOf(Object.fromEntries(read))));
    for (const [, values] of read) values.dispose();
  }

  dispose(): void {
    for (const copy of Object.values(this.#copies)) copy.dispose();
    this.#copies = {};
  }
}

function copiesOf(tensors: Readonly<Record<string, Tensor>>): Readonly<Record<string, Parameter>> {
  const copies = Object.entries(tensors).map(([name, values]) => [name, copyOf(values)] as const);
  return Object.fromEntries(copies);
}

function copyOf(values: Tensor): Parameter {
  const copy = scope(() => noGrad(() => new Parameter(cast(values, values.dtype))));
  copy.trainable = false;
  return copy;
}
