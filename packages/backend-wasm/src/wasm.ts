import { BackendError, type Backend } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { read, write } from "./transfer.ts";
import { fusedIsFaster, hasRelaxedSimd } from "./multiply-add.ts";
import { Engine } from "./engine.ts";
import { kernelsOf } from "./kernels.ts";

/** How the backend computes. */
export interface WasmOptions {
  /** How many threads to use; as many as there are cores unless given, and one where memory cannot be shared. */
  readonly threads?: number;
  /**
   * How products are summed up: "separate" (the default) multiplies and adds, which gives the same bits on every machine;
   * "fused" does both in one instruction of relaxed SIMD, which may round otherwise elsewhere; "auto" tries both for some
   * milliseconds and fuses only where that is faster.
   */
  readonly multiplyAdd?: "separate" | "fused" | "auto";
}

/** The backend, with its threads. */
export interface WasmBackend extends Backend<WasmBuffer> {
  /** How many threads take part at present: workers need a few milliseconds to start. */
  readonly threads: number;
  /** How many bytes its memory has: it grows when tensors ask for more than was ever freed, and never shrinks. */
  readonly bytes: number;
  /** Ends the workers now; they never keep a finished process alive. */
  dispose(): void;
}

/**
 * The backend in WebAssembly SIMD: float32, int32 and bool. Kernels are generated when they are first needed.
 *
 * @example
 * const { memory, kernels } = wasm();
 * const buffer = memory.alloc(2, "float32");
 */
export function wasm(options: WasmOptions = {}): WasmBackend {
  const fused = fusedFor(options.multiplyAdd);
  return backendOn(new Engine(threadsFor(options.threads), { fused }));
}

/** The backend that computes on an engine. */
export function backendOn(engine: Engine): WasmBackend {
  return {
    name: "wasm",
    get threads() {
      return engine.threads;
    },
    get bytes() {
      return engine.memory.buffer.byteLength;
    },
    dispose: () => engine.dispose(),
    memory: {
      dtypes: ["float32", "int32", "bool"],
      alloc: (size, dtype) => ({ pointer: engine.heap.alloc(size * 4), size, dtype, layout: undefined }),
      free: (buffer) => engine.heap.free(buffer.pointer),
      write: (buffer, values) => write(engine, buffer, values),
      read: async (buffer) => read(engine, buffer),
    },
    kernels: kernelsOf(engine),
  };
}

function fusedFor(multiplyAdd: WasmOptions["multiplyAdd"] = "separate"): boolean {
  if (!["separate", "fused", "auto"].includes(multiplyAdd))
    throw new BackendError(
      "wasm",
      `multiplyAdd must be "separate", "fused" or "auto", got ${String(multiplyAdd)}`,
    );
  if (multiplyAdd === "separate") return false;
  const can = hasRelaxedSimd();
  if (multiplyAdd === "fused" && !can)
    throw new BackendError("wasm", 'this engine has no relaxed SIMD; leave multiplyAdd away, or use "auto"');
  return can && (multiplyAdd === "fused" || fusedIsFaster());
}

function threadsFor(wanted: number | undefined): number {
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 1))
    throw new BackendError("wasm", `threads must be a whole number above 0, got ${wanted}`);
  if (!canShareMemory()) return 1;
  return Math.min(wanted ?? globalThis.navigator?.hardwareConcurrency ?? 1, mostThreads);
}

const mostThreads = 8;

/**
 * Whether threads can share memory: in a page only if it is isolated from other origins, in Node always.
 *
 * @example
 * canShareMemory(); // true
 */
export function canShareMemory(): boolean {
  if (typeof SharedArrayBuffer === "undefined") return false;
  return globalThis.process?.versions?.node !== undefined || globalThis.crossOriginIsolated === true;
}
