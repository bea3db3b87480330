import type { Backend, TypedArray } from "@piecewise/spec";
import { kernels } from "./kernels.ts";
import { mapKernel, updateKernel } from "./map.ts";
import { memory } from "./memory.ts";

export interface JsOptions {
  /** Whether elementwise loops are generated as code. By default they are, wherever a page's policy allows it. */
  readonly codeGeneration?: boolean;
}

/**
 * The backend in plain JavaScript. It runs everywhere, holds float64, and is what the other backends are compared with.
 *
 * @example
 * const { memory, kernels } = js();
 * const buffer = memory.alloc(2, "float32");
 */
export function js({ codeGeneration }: JsOptions = {}): Backend<TypedArray> {
  const map = mapKernel(codeGeneration);
  return { name: "js", memory, kernels: { ...kernels, map, update: updateKernel(map) } };
}
