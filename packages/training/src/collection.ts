import { cast, Parameter, scope, type Tensor } from "@piecewise/tensor";

/** Numbers of many batches: on the device until they are read, then in memory. */
export class Collection {
  #waiting: Parameter[] = [];
  #read: Float32Array[] = [];
  /** How many numbers a row has. */
  width = 1;

  /** Keeps a tensor's numbers: [rows, width]. */
  add(values: Tensor): void {
    this.width = values.shape[1] ?? 1;
    this.#waiting.push(scope(() => new Parameter(cast(values, "float32"))));
  }

  /** All numbers, in the order in which they came. */
  async values(): Promise<Float32Array> {
    const waiting = this.#waiting.splice(0);
    try {
      for (const kept of waiting) this.#read.push((await kept.data()) as Float32Array);
    } finally {
      for (const kept of waiting) kept.dispose();
    }
    this.#read = [joinedArrays(this.#read)];
    return this.#read[0];
  }

  load(values: Float32Array, width: number): void {
    [this.#read, this.width] = [[values], width];
  }

  dispose(): void {
    for (const kept of this.#waiting.splice(0)) kept.dispose();
  }
}

function joinedArrays(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0];
  const all = new Float32Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
