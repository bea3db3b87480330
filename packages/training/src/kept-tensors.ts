import { cast, noGrad, Parameter, scope, tensor, type Tensor } from "@piecewise/tensor";
import type { LoadedArrays } from "./saved-arrays.ts";

/** Copies of parameters on the device, such as all weights of a model at some step. */
export class KeptTensors {
  #copies: Readonly<Record<string, Parameter>> = {};

  /** The copies by their names. */
  get arrays(): Readonly<Record<string, Parameter>> {
    return this.#copies;
  }

  /** Copies parameters as they are now, in the place of earlier copies of the same ones. */
  keep(parameters: Readonly<Record<string, Tensor>>): void {
    if (Object.keys(parameters).join() !== Object.keys(this.#copies).join()) {
      this.dispose();
      this.#copies = copiesOf(parameters);
    } else {
      for (const [name, copy] of Object.entries(this.#copies)) copy.assign(parameters[name]);
    }
  }

  /** Gives the parameters what was kept. */
  restore(parameters: Readonly<Record<string, Parameter>>): void {
    for (const [name, copy] of Object.entries(this.#copies)) parameters[name].assign(copy);
  }

  /** Takes over copies that were saved. */
  load(arrays: LoadedArrays["arrays"]): void {
    this.dispose();
    scope(() => {
      const read = Object.entries(arrays).map(
        ([name, { data, shape }]) => [name, tensor(data, { shape })] as const,
      );
      this.#copies = copiesOf(Object.fromEntries(read));
    });
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
