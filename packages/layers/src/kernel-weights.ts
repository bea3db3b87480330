import { DataError, expandDims, squeeze, type Pair, type Parameter, type Tensor } from "@piecewise/tensor";
import { defaultUniform, startingWith } from "./initializers.ts";
import type { WeightOptions } from "./linear.ts";
import { sizeAbove } from "./sizes.ts";

/** What a layer with a moving kernel learns. */
export interface KernelWeights {
  readonly weight: Parameter;
  readonly bias?: Parameter;
}

/** What every layer with a moving kernel may be told. */
export interface KernelOptions extends WeightOptions {
  /** How many groups of channels go their own ways. */
  readonly groups?: number;
}

/**
 * Checks the sizes of a convolution and makes its weights, with PyTorch's first values. The weight is
 * [outputs, inputs / groups, …kernel], or of a transposed convolution [inputs, outputs / groups, …kernel].
 */
export function kernelWeights(
  kind: string,
  { inputs, outputs, kernel }: { inputs: number; outputs: number; kernel: readonly number[] },
  options: KernelOptions,
  transposed = false,
): KernelWeights & Readonly<Record<string, Parameter>> {
  const { groups = 1 } = options;
  for (const [name, size] of Object.entries({ inputs, outputs, groups })) sizeAbove(kind, name, size, 0);
  for (const size of kernel) sizeAbove(kind, "kernelSize", size, 0);
  if (inputs % groups !== 0 || outputs % groups !== 0)
    throw new DataError(kind, `${groups} groups must divide ${inputs} inputs and ${outputs} outputs`);
  const [first, second] = transposed ? [inputs, outputs / groups] : [outputs, inputs / groups];
  const fanIn = kernel.reduce((a, b) => a * b, second);
  const { initializer = (shape) => defaultUniform(shape, fanIn, options) } = options;
  const weight = startingWith(() => initializer([first, second, ...kernel], options));
  if (options.bias === false) return { weight };
  return { weight, bias: startingWith(() => defaultUniform([outputs], fanIn, options)) };
}

/** Height and width of what is given as one number or two. */
export const both = (value: Pair): readonly [number, number] =>
  typeof value === "number" ? [value, value] : value;

/** Runs a single sample, which has no batch axis, as a batch of one. */
export function inBatch(rank: number, x: Tensor, run: (batch: Tensor) => Tensor): Tensor {
  return x.rank === rank - 1 ? squeeze(run(expandDims(x, 0)), 0) : run(x);
}
