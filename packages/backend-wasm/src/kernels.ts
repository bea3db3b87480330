import type { Attributes, Kernel, KernelName, Kernels } from "@piecewise/spec";
import { argReduce, argSort, cumulativeSum } from "./along-axis.ts";
import { avgPool2d, avgPool2dGradient } from "./avg-pooling.ts";
import type { WasmBuffer } from "./buffer.ts";
import { conv2dWeightGradient } from "./convolution-by-weight.ts";
import { conv2d, conv2dInputGradient } from "./convolution.ts";
import type { Engine } from "./engine.ts";
import { gather, indexAdd, indexSelect, scatterAdd } from "./indexing.ts";
import { maxPool2dGradient } from "./max-pooling-gradient.ts";
import { map } from "./map/map.ts";
import { update } from "./map/update.ts";
import { matmul } from "./matmul.ts";
import { maxPool2d } from "./max-pooling.ts";
import { reduce } from "./reduce.ts";
import { softmax } from "./softmax.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";
import { copy, place } from "./views.ts";

/** A kernel before it is bound to an engine. */
type Unbound<Name extends KernelName> = (
  engine: Engine,
  outputs: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  attributes: Attributes[Name],
) => void;

const unbound: { readonly [Name in KernelName]: Unbound<Name> } = {
  ...{ map, update, matmul, copy, place, reduce, argReduce, argSort },
  ...{ cumulativeSum, softmax, softmaxCrossEntropy },
  ...{ indexSelect, indexAdd, gather, scatterAdd },
  ...{
    conv2d,
    conv2dInputGradient,
    conv2dWeightGradient,
    maxPool2d,
    maxPool2dGradient,
    avgPool2d,
    avgPool2dGradient,
  },
};

/** All kernels, working on the memory of one engine. */
export function kernelsOf(engine: Engine): Kernels<WasmBuffer> {
  const bind = <Name extends KernelName>(name: Name): [Name, Kernel<WasmBuffer, Name>] => {
    const kernel: Unbound<Name> = unbound[name];
    return [name, (outputs, inputs, attributes) => kernel(engine, outputs, inputs, attributes)];
  };
  return Object.fromEntries(
    (Object.keys(unbound) as KernelName[]).map(bind),
  ) as unknown as Kernels<WasmBuffer>;
}
