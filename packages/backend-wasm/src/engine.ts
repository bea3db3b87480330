import { BackendError } from "@piecewise/spec";
import { values, type ScalarFunction } from "@piecewise/expressions";
import { Module } from "./emitter/module.ts";
import { Heap } from "./heap.ts";
import { givenToWorkers } from "./worker-source.ts";
import { Pool, type Chunk, type Compiled, type SharedKernel } from "./pool.ts";

/** A compiled kernel that can be split: its chunks run on all threads, if that is worth it. */
export interface Kernel {
  readonly run: Compiled;
  /** What workers need; absent if they cannot run it. */
  readonly shared: SharedKernel | undefined;
}

export interface EngineOptions {
  readonly worthIt?: number;
  readonly fused?: boolean;
}

/** From so many microseconds of work on, each thread finds so many chunks: one that is held up takes fewer of them. */
const fineWork = 60;
const finely = 4;

const maximumPages = 65536;
const constantsAt = 4096;
/** Where a map kernel finds the scalars of its call. */
export const scalarsAt = 32768;
const heapAt = 65536;

/** A word of memory that is always 0: a condition the compiler does not know in advance. */
export const zeroAt = 0;
const manyConstants =
  "formulas with too many different constants; give numbers that change as options or scalars, not as constants";

/**
 * One linear memory and the kernels compiled for it. The first page holds constants (V8 does not move constants out of
 * loops, but loads them from memory at no cost) and the scalars of the call under way; the heap follows.
 */
export class Engine {
  readonly memory: WebAssembly.Memory;
  readonly heap: Heap;
  /** Whether products are added with relaxed fused multiply-adds. */
  readonly fused: boolean;
  readonly #kernels = new Map<string, Kernel>();
  readonly #pool: Pool | undefined;
  readonly #isShared: boolean;
  readonly #mostThreads: number;
  readonly #worthIt: number;
  readonly #constants = new Map<string, number>();
  #floats: Float32Array;
  #integers: Int32Array;
  #scratch = { address: 0, bytes: 0 };

  /** With more than one thread the memory is shared with workers, which are woken for `worthIt` microseconds of work. */
  constructor(threads: number, { worthIt = 8, fused = false }: EngineOptions = {}) {
    this.#worthIt = worthIt;
    this.fused = fused;
    this.#mostThreads = threads;
    this.#isShared = threads > 1;
    this.memory = new WebAssembly.Memory({ initial: 64, maximum: maximumPages, shared: this.#isShared });
    this.heap = new Heap(this.memory, heapAt, maximumPages);
    this.#floats = new Float32Array(this.memory.buffer);
    this.#integers = new Int32Array(this.memory.buffer);
    if (this.#isShared) this.#pool = new Pool(this.memory, threads);
  }

  /** How many threads take part at present. */
  get threads(): number {
    return this.#pool?.threads ?? 1;
  }

  /** Ends the workers; what follows runs on one thread. */
  dispose(): void {
    this.#pool?.dispose();
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
    return this.splittable(key, build).run;
  }

  /** As `kernel`, for work that is given out in chunks. */
  splittable(key: string, build: (module: Module) => void): Kernel {
    const known = this.#kernels.get(key);
    if (known !== undefined) return known;
    const module = new Module({ shared: this.#isShared, maximumPages }, this.fused);
    build(module);
    const bytes = module.bytes();
    const env = { memory: this.memory, ...(values as Record<ScalarFunction, (...args: number[]) => number>) };
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env });
    const run = exports["run"] as Compiled;
    const runsOnWorkers = module.imports.every((name) => givenToWorkers.includes(name));
    const kernel = { run, shared: runsOnWorkers ? this.#share(bytes, run) : undefined };
    this.#kernels.set(key, kernel);
    return kernel;
  }

  /** Puts a module where workers find it. */
  #share(bytes: Uint8Array, run: Compiled): SharedKernel | undefined {
    if (!this.#isShared) return undefined;
    const address = this.heap.alloc(bytes.length);
    new Uint8Array(this.memory.buffer).set(bytes, address);
    return { id: this.#kernels.size, run, address, length: bytes.length };
  }

  /**
   * Runs a kernel on all threads: `chunk(from, to)` gives the arguments for a part of `count` equal pieces of work. Work that
   * is not worth waking them for stays on this thread; much work is cut finer, as cores are rarely equally fast, unless every
   * piece begins with work of its own.
   */
  split(
    kernel: Kernel,
    count: number,
    microseconds: number,
    chunk: (from: number, to: number, index: number) => Chunk,
    mostForEach = finely,
  ): void {
    const threads = this.threads;
    if (threads < 2 || count < 2 || microseconds < this.#worthIt || kernel.shared === undefined) {
      kernel.run(...chunk(0, count, 0));
      return;
    }
    const each = microseconds < fineWork ? 1 : mostForEach;
    const pieces = Math.min(count, threads * each);
    const edge = (i: number) => Math.floor((i * count) / pieces);
    const chunks = Array.from({ length: pieces }, (_, i) => chunk(edge(i), edge(i + 1), i));
    this.#pool!.run(kernel.shared, chunks);
  }

  /** Runs a kernel for each of several pieces of work that are cut already: on all threads, if that is worth it. */
  share(kernel: Kernel, microseconds: number, chunks: readonly Chunk[]): void {
    if (this.threads > 1 && chunks.length > 1 && microseconds >= this.#worthIt && kernel.shared !== undefined)
      this.#pool!.run(kernel.shared, chunks);
    else for (const chunk of chunks) kernel.run(...chunk);
  }

  /** Where four copies of a constant lie. */
  constant(value: number): number {
    const key = Object.is(value, -0) ? "-0" : String(value);
    return this.#keep(key, (word) => this.floats.fill(value, word, word + 4));
  }

  /** Where four copies of a 32-bit integer lie. */
  integer(value: number): number {
    return this.#keep(`integer ${value}`, (word) => this.integers.fill(value, word, word + 4));
  }

  #keep(key: string, write: (word: number) => void): number {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const address = constantsAt + this.#constants.size * 16;
    if (address + 16 > scalarsAt) throw new BackendError("map", manyConstants);
    write(address / 4);
    this.#constants.set(key, address);
    return address;
  }

  /** Writes the scalars of a call where map kernels read them. */
  setScalars(numbers: readonly number[]): void {
    const floats = this.floats;
    for (let i = 0; i < numbers.length; i++) floats[scalarsAt / 4 + i] = numbers[i];
  }

  /** As `scratch`, so many bytes for each chunk there may be, also where another thread starts at this moment. */
  scratchForEach(bytes: number): number {
    return this.scratch(bytes * (this.#mostThreads > 1 ? this.#mostThreads * finely : 1));
  }

  /** Working memory for the kernel under way; the next kernel overwrites it. */
  scratch(bytes: number): number {
    if (this.#scratch.bytes >= bytes) return this.#scratch.address;
    if (this.#scratch.bytes > 0) this.heap.free(this.#scratch.address);
    this.#scratch = { address: this.heap.alloc(bytes), bytes };
    return this.#scratch.address;
  }
}
