import { convTranspose1d as spread1d, convTranspose2d as spread2d } from "@piecewise/tensor";
import type { ConvTranspose1dOptions, ConvTranspose2dOptions, Pair } from "@piecewise/tensor";
import { both, inBatch, kernelWeights, type KernelOptions } from "./kernel-weights.ts";
import { layer, type Layer } from "./layer.ts";

/** How a transposed convolution of images is made. */
export interface ConvTranspose2dLayerOptions extends Omit<ConvTranspose2dOptions, "bias">, KernelOptions {
  readonly kernelSize: Pair;
}

/**
 * A transposed convolution, which makes images larger where `conv2d` makes them smaller: [batch, inputs, height, width], or
 * one without a batch axis. The weight is [inputs, outputs / groups, kernel height, kernel width], as in PyTorch.
 *
 * @example
 * convTranspose2d(8, 4, { kernelSize: 2, stride: 2 })(zeros([2, 8, 7, 7])).shape; // [2,4,14,14]
 */
export function convTranspose2d<const In extends number, const Out extends number>(
  inputs: In,
  outputs: Out,
  options: ConvTranspose2dLayerOptions,
): Layer<In, Out> {
  const sizes = { inputs, outputs, kernel: both(options.kernelSize) };
  const own = kernelWeights("convTranspose2d", sizes, options, true);
  return layer<In, Out>({ kind: "convTranspose2d", own }, (x) =>
    inBatch(4, x, (images) => spread2d(images, own.weight, { ...options, bias: own.bias })),
  );
}

/** How a transposed convolution of sequences is made. */
export interface ConvTranspose1dLayerOptions extends Omit<ConvTranspose1dOptions, "bias">, KernelOptions {
  readonly kernelSize: number;
}

/**
 * As `convTranspose2d`, for sequences [batch, inputs, length].
 *
 * @example
 * convTranspose1d(8, 4, { kernelSize: 2, stride: 2 })(zeros([2, 8, 7])).shape; // [2,4,14]
 */
export function convTranspose1d<const In extends number, const Out extends number>(
  inputs: In,
  outputs: Out,
  options: ConvTranspose1dLayerOptions,
): Layer<In, Out> {
  const own = kernelWeights(
    "convTranspose1d",
    { inputs, outputs, kernel: [options.kernelSize] },
    options,
    true,
  );
  return layer<In, Out>({ kind: "convTranspose1d", own }, (x) =>
    inBatch(3, x, (sequences) => spread1d(sequences, own.weight, { ...options, bias: own.bias })),
  );
}
