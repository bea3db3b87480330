import type { Backend } from "@piecewise/spec";
import { read, write, type WasmBuffer } from "./buffer.ts";
import { Engine } from "./engine.ts";
import { kernelsOf } from "./kernels.ts";

/**
 * The backend in WebAssembly SIMD: float32, int32 and bool. Kernels are generated when they are first needed.
 *
 * @example
 * const { memory, kernels } = wasm();
 * const buffer = memory.alloc(2, "float32");
 */
export function wasm(): Backend<WasmBuffer> {
  const engine = new Engine();
  return {
    name: "wasm",
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
