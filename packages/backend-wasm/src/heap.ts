import { BackendError } from "@piecewise/spec";

/** Kernels may read and write up to this many bytes behind a block: whole vectors where a part is meant. */
const padding = 64;
const page = 65536;

/**
 * Blocks in one linear memory. A freed block waits in the list of its size class, so a training step that asks for the
 * same sizes again and again takes no new memory.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly #maximumPages: number;
  readonly #free = new Map<number, number[]>();
  readonly #classes = new Map<number, number>();
  #top: number;

  constructor(memory: WebAssembly.Memory, start: number, maximumPages: number) {
    this.memory = memory;
    this.#top = start;
    this.#maximumPages = maximumPages;
  }

  /** The address of a block of at least `bytes`, aligned to 64. */
  alloc(bytes: number): number {
    const size = classOf(bytes + padding);
    const reused = this.#free.get(size)?.pop();
    const address = reused ?? this.#extend(size);
    this.#classes.set(address, size);
    return address;
  }

  free(address: number): void {
    const size = this.#classes.get(address)!;
    this.#classes.delete(address);
    const list = this.#free.get(size);
    if (list === undefined) this.#free.set(size, [address]);
    else list.push(address);
  }

  #extend(size: number): number {
    const address = this.#top;
    const missing = address + size - this.memory.buffer.byteLength;
    if (missing > 0) this.#grow(missing, size);
    this.#top += size;
    return address;
  }

  #grow(missing: number, asked: number): void {
    const held = this.memory.buffer.byteLength / page;
    const needed = Math.ceil(missing / page);
    const generous = Math.min(Math.max(needed, held >> 1), this.#maximumPages - held);
    try {
      this.memory.grow(Math.max(needed, generous));
    } catch {
      throw new BackendError("alloc", exhausted(asked, held * page, this.#maximumPages * page));
    }
  }
}

/** Four classes to each power of two: at most a quarter of a block is unused. */
function classOf(bytes: number): number {
  if (bytes <= 256) return Math.ceil(bytes / 64) * 64;
  const step = 2 ** (Math.floor(Math.log2(bytes - 1)) - 2);
  return Math.ceil(bytes / step) * step;
}

function exhausted(asked: number, held: number, limit: number): string {
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return `asked for ${megabytes(asked)} more, but ${megabytes(held)} of at most ${megabytes(limit)} are in use; use smaller batches, or free tensors with scope`;
}
