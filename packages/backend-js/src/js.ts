import type { Activated, Attributes, Backend, Kernel, TypedArray } from "@piecewise/spec";
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
  const products = { matmul: activated(kernels.matmul, map), conv2d: activated(kernels.conv2d, map) };
  return { name: "js", memory, kernels: { ...kernels, ...products, map, update: updateKernel(map) } };
}

/** A kernel whose result goes through an activation, where one is given. */
function activated<Name extends "matmul" | "conv2d">(
  kernel: Kernel<TypedArray, Name>,
  map: Kernel<TypedArray, "map">,
): Kernel<TypedArray, Name> {
  return (outputs, inputs, attributes: Attributes[Name] & Activated) => {
    kernel(outputs, inputs, attributes);
    if (attributes.activation === undefined) return;
    map(outputs, outputs, { ...attributes.activation, shape: [outputs[0].length], strides: [[1]] });
  };
}
