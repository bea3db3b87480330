import { js } from "@piecewise/backend-js";
import { currentBackend, useBackend, type Backend } from "@piecewise/tensor";

/**
 * Chooses the fastest backend that this machine offers and makes it the one in use.
 *
 * @example
 * (await ready()).name; // "js"
 */
export async function ready(): Promise<Backend> {
  useBackend(js());
  return currentBackend();
}
