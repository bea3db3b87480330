import { cast, concat, parameter, reshape, scope, type Parameter, type Tensor } from "@piecewise/tensor";

/** Collects tensors of a step, whose numbers are read together once the step is over. */
export class Readings {
  readonly #parts = new Map<string, Tensor>();
  readonly #places = new Map<string, { readonly from: number; readonly to: number }>();
  readonly #held: Parameter[] = [];
  #size = 0;

  /** Notes what to read under a name. */
  add(name: string, tensor: Tensor): void {
    this.#parts.set(name, tensor);
  }

  /** Copies what was added since the last time to where no scope frees it. */
  hold(): void {
    const parts = [...this.#parts.values()];
    if (parts.length === 0) return;
    for (const [name, { size }] of this.#parts)
      this.#places.set(name, { from: this.#size, to: (this.#size += size) });
    this.#parts.clear();
    const flat = () =>
      concat(parts.map((x) => reshape(x.dtype === "float32" ? x : cast(x, "float32"), [x.size])));
    this.#held.push(scope(() => parameter(flat(), { trainable: false })));
  }

  /** The numbers by name, once the device has computed them; frees them there. */
  async read(): Promise<Numbers> {
    const parts = await Promise.all(this.#held.map((held) => held.data()));
    for (const held of this.#held) held.dispose();
    const all = Float64Array.from(parts.flatMap((part) => Array.from(part)));
    return new Map([...this.#places].map(([name, { from, to }]) => [name, all.subarray(from, to)]));
  }
}

/** What was read, by the names it was added under. */
export type Numbers = ReadonlyMap<string, Float64Array>;
