import { BackendError } from "@piecewise/spec";
import { argumentWords, mostChunks, places } from "./job.ts";
import { workerSource } from "./worker-source.ts";

/** A compiled kernel. Addresses and counts go in; most kernels give nothing back. */
export type Compiled = (...args: number[]) => number;

/** A kernel that workers can run, too: they compile it from the bytes of its module. */
export interface SharedKernel {
  readonly id: number;
  readonly run: Compiled;
  /** Where the module's bytes lie. */
  readonly address: number;
  readonly length: number;
}

/** The arguments of one chunk of a job. */
export type Chunk = readonly number[];

interface WorkerLike {
  terminate(): unknown;
}

// Long enough for the pause between two operations of a training step, short enough to leave the core to others.
const spins = 16_000;
/** How often the caller looks whether others are done before it lets go of its core: they may be waiting for one. */
const patience = 20_000;

/**
 * Workers that share the memory and take chunks of jobs. The caller takes chunks as well, so that a job ends even if no
 * worker has time; which thread computes a chunk never changes its bits.
 */
export class Pool {
  readonly #words: Int32Array;
  readonly #workers: WorkerLike[] = [];
  /** A page's main thread may not wait, only look again and again. */
  readonly #mayWait = mayWait();
  #job = 0;

  constructor(memory: WebAssembly.Memory, threads: number) {
    this.#words = new Int32Array(memory.buffer, 0, 16384);
    for (let i = 1; i < threads; i++) this.#workers.push(startWorker({ memory, places, spins }));
  }

  /** How many threads take part at present: workers need a few milliseconds to start. */
  get threads(): number {
    return this.#workers.length === 0 ? 1 : 1 + Atomics.load(this.#words, places.ready);
  }

  /** Runs a kernel once for each chunk, all of one width, and returns when all are done. */
  run(kernel: SharedKernel, chunks: readonly Chunk[]): void {
    const most = Math.min(mostChunks, Math.floor(argumentWords / chunks[0].length));
    for (let from = 0; from < chunks.length; from += most)
      this.#runTogether(kernel, chunks.slice(from, from + most));
  }

  #runTogether(kernel: SharedKernel, chunks: readonly Chunk[]): void {
    const words = this.#words;
    const width = chunks[0].length;
    this.#job = (this.#job + 1) & 0xffffff;
    words.set([kernel.id, chunks.length, width, kernel.address, kernel.length], places.job);
    chunks.forEach((chunk, i) => words.set(chunk, places.args + i * width));
    Atomics.store(words, places.done, 0);
    Atomics.store(words, places.claim, (this.#job << 8) | chunks.length);
    if (Atomics.load(words, places.asleep) > 0) Atomics.notify(words, places.claim);
    this.#takeChunks(kernel.run, chunks);
    this.#untilDone(chunks.length);
    if (Atomics.exchange(words, places.failed, 0) === 1)
      throw new BackendError(
        "wasm",
        "a thread failed in the middle of an operation; use wasm({ threads: 1 })",
      );
  }

  #untilDone(chunks: number): void {
    const words = this.#words;
    for (let looks = 0; ; looks++) {
      const done = Atomics.load(words, places.done);
      if (done >= chunks) return;
      if (looks < patience || !this.#mayWait) continue;
      Atomics.store(words, places.waiting, 1);
      Atomics.wait(words, places.done, done, 1);
      Atomics.store(words, places.waiting, 0);
    }
  }

  #takeChunks(run: Compiled, chunks: readonly Chunk[]): void {
    for (;;) {
      const claim = Atomics.load(this.#words, places.claim);
      const left = claim & 255;
      if (left === 0) return;
      if (Atomics.compareExchange(this.#words, places.claim, claim, claim - 1) !== claim) continue;
      try {
        run(...chunks[chunks.length - left]);
      } catch {
        // The chunk counts as done, as it does in a worker: the job ends when no thread is at work any more.
        Atomics.store(this.#words, places.failed, 1);
      }
      Atomics.add(this.#words, places.done, 1);
    }
  }

  /** Ends the workers. */
  dispose(): void {
    Atomics.store(this.#words, places.quit, 1);
    Atomics.add(this.#words, places.claim, 256);
    Atomics.notify(this.#words, places.claim);
    for (const worker of this.#workers) void worker.terminate();
    this.#workers.length = 0;
  }
}

function mayWait(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
}

/** A worker of Node's or of the browser's. It never keeps a finished process alive. */
function startWorker(data: object): WorkerLike {
  const threads = globalThis.process?.getBuiltinModule?.("node:worker_threads");
  if (threads !== undefined) {
    const worker = new threads.Worker(workerSource, { eval: true, workerData: data, execArgv: [] });
    worker.unref();
    return worker;
  }
  const url = URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  worker.postMessage(data);
  return worker;
}
