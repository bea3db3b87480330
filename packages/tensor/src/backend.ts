import { js } from "@piecewise/backend-js";
import type { Backend } from "@piecewise/spec";

let current: Backend | undefined;

/**
 * Chooses the backend on which tensors are made and operations run from now on. Tensors made before stay where they
 * are; using them together with tensors of another backend is an error.
 *
 * @example
 * useBackend(js());
 * currentBackend().name; // "js"
 */
export function useBackend<Buffer>(backend: Backend<Buffer>): void {
  current = backend as Backend;
}

/** The backend in use: the one given to `useBackend`, or `js` when none was. */
export function currentBackend(): Backend {
  return (current ??= js() as Backend);
}
