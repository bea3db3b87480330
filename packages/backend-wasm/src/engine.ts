import { values, type ScalarFunction } from "@piecewise/expressions";
import { Module } from "./emitter/module.ts";
import { Heap } from "./heap.ts";

/** A compiled kernel. Addresses and counts go in; most kernels give nothing back. */
export type Compiled = (...args: number[]) => number;

const maximumPages = 65536;
const constantsAt = 1024;
/** Where a map kernel finds the scalars of its call. */
export const scalarsAt = 32768;
const heapAt = 65536;

/** A word of memory that is always 0: a condition the compiler does not know in advance. */
export const zeroAt = 0;
/** A word of memory that is always 1. */
export const oneAt = 4;

/**
 * One linear memory and the kernels compiled for it. The first page holds constants (V8 does not move constants out of
 * loops, but loads them from memory at no cost) and the scalars of the call under way; the heap follows.
 */
export class Engine {
  readonly memory: WebAssembly.Memory;
  readonly heap: Heap;
  readonly #kernels = new Map<string, Compiled>();
  readonly #constants = new Map<string, number>();
  #floats: Float32Array;
  #integers: Int32Array;
  #scratch = { address: 0, bytes: 0 };

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: 64, maximum: maximumPages });
    this.heap = new Heap(this.memory, heapAt, maximumPages);
    this.#floats = new Float32Array(this.memory.buffer);
    this.#integers = new Int32Array(this.memory.buffer);
    this.#integers[oneAt / 4] = 1;
  }

  /** The memory as 32-bit floats. Ask again after every allocation: growing makes old views useless. */
  get floats(): Float32Array {
    if (this.#floats.buffer !== this.memory.buffer) this.#floats = new Float32Array(this.memory.buffer);
    return this.#floats;
  }

  /** The memory as 32-bit integers. */
  get integers(): Int32Array {
    if (this.#integers.buffer !== this.memory.buffer) this.#integers = new Int32Array(this.memory.buffer);
    return this.#integers;
  }

  /** The kernel of that key; `build` emits a module that exports it as `run` when it is first asked for. */
  kernel(key: string, build: (module: Module) => void): Compiled {
    const known = this.#kernels.get(key);
    if (known !== undefined) return known;
    const module = new Module({ shared: false, maximumPages });
    build(module);
    const env = { memory: this.memory, ...(values as Record<ScalarFunction, (...args: number[]) => number>) };
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module.bytes()), { env });
    const compiled = exports["run"] as Compiled;
    this.#kernels.set(key, compiled);
    return compiled;
  }

  /** Where four copies of a constant lie. */
  constant(value: number): number {
    const key = Object.is(value, -0) ? "-0" : String(value);
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const address = constantsAt + this.#constants.size * 16;
    this.floats.fill(value, address / 4, address / 4 + 4);
    this.#constants.set(key, address);
    return address;
  }

  /** Writes the scalars of a call where map kernels read them. */
  setScalars(numbers: readonly number[]): void {
    const floats = this.floats;
    for (let i = 0; i < numbers.length; i++) floats[scalarsAt / 4 + i] = numbers[i];
  }

  /** Working memory for the kernel under way; the next kernel overwrites it. */
  scratch(bytes: number): number {
    if (this.#scratch.bytes >= bytes) return this.#scratch.address;
    if (this.#scratch.bytes > 0) this.heap.free(this.#scratch.address);
    this.#scratch = { address: this.heap.alloc(bytes), bytes };
    return this.#scratch.address;
  }
}
