import { js } from "@piecewise/backend-js";
import { wasm, type WasmOptions } from "@piecewise/backend-wasm";
import { BackendError, currentBackend, useBackend, type Backend } from "@piecewise/tensor";
import { hasSimd } from "./simd.ts";

/** Which backend to use; "auto" takes the fastest that runs here. */
export type BackendName = "auto" | "wasm" | "js";

/** The names of backends that `ready` knows. */
export const backendNames: readonly BackendName[] = ["auto", "wasm", "js"];

/** What to choose from, and how many threads a backend with threads may use. */
export interface ReadyOptions {
  readonly backend?: BackendName;
  readonly threads?: number;
  /** How products are summed up on WebAssembly; "separate" unless given, see `wasm`. */
  readonly multiplyAdd?: NonNullable<WasmOptions["multiplyAdd"]>;
}

/**
 * Chooses a backend and makes it the one in use: WebAssembly where the engine has it, with SIMD, and the page's policy allows
 * it, with as many threads as it may share memory with; else plain JavaScript.
 *
 * @example
 * (await ready()).name; // "wasm"
 */
export async function ready({ backend = "auto", ...options }: ReadyOptions = {}): Promise<Backend> {
  if (!backendNames.includes(backend))
    throw new BackendError(
      "ready",
      `there is no backend "${String(backend)}", only ${backendNames.join(", ")}`,
    );
  if (backend === "js" || (backend === "auto" && !hasSimd())) useBackend(js());
  else useBackend(wasm(options));
  return currentBackend();
}
