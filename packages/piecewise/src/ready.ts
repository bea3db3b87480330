import { js } from "@piecewise/backend-js";
import { wasm } from "@piecewise/backend-wasm";
import { BackendError, currentBackend, useBackend, type Backend } from "@piecewise/tensor";

/** Which backend to use; "auto" takes the fastest that runs here. */
export type BackendName = "auto" | "wasm" | "js";

/** The names of backends that `ready` knows. */
export const backendNames: readonly BackendName[] = ["auto", "wasm", "js"];

/** What to choose from, and how many threads a backend with threads may use. */
export interface ReadyOptions {
  readonly backend?: BackendName;
  readonly threads?: number;
}

/**
 * Chooses a backend and makes it the one in use: WebAssembly where the engine has it, with SIMD, and the page's policy allows
 * it, with as many threads as it may share memory with; else plain JavaScript.
 *
 * @example
 * (await ready()).name; // "wasm"
 */
export async function ready({ backend = "auto", threads }: ReadyOptions = {}): Promise<Backend> {
  if (!backendNames.includes(backend))
    throw new BackendError(
      "ready",
      `there is no backend "${String(backend)}", only ${backendNames.join(", ")}`,
    );
  if (backend === "js" || (backend === "auto" && !compilesSimd())) useBackend(js());
  else useBackend(wasm(threads === undefined ? {} : { threads }));
  return currentBackend();
}

// The smallest module with a vector instruction: (func (result v128) i32.const 0 i8x16.splat).
const simdModule = Uint8Array.from([
  ...[
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b, 0x03, 0x02,
    0x01, 0x00,
  ],
  ...[0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b],
]);

/** Whether such modules compile; a page's policy may forbid what the engine has. */
function compilesSimd(): boolean {
  try {
    return new WebAssembly.Module(simdModule) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}
