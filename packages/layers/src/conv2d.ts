import { conv2d as convolve, type Conv2dOptions, type SlopeFromOutput, type Tensor } from "@piecewise/tensor";
import type { Padding, Pair } from "@piecewise/tensor";
import { both, inBatch, kernelWeights, type KernelOptions } from "./kernel-weights.ts";
import { layer, type Layer } from "./layer.ts";
import { surroundings, type PaddingMode } from "./surroundings.ts";

/** How a convolution is made. */
export interface Conv2dLayerOptions extends Pick<Conv2dOptions, "stride" | "dilation">, KernelOptions {
  readonly kernelSize: Pair;
  /** Rows and columns on every side; "same" keeps height and width at stride 1. */
  readonly padding?: Padding;
  /** What they are filled with; "zeros" unless given. */
  readonly paddingMode?: PaddingMode;
}

/**
 * A two-dimensional convolution over images [batch, inputs, height, width], or over one without a batch axis. The weight is
 * [outputs, inputs / groups, kernel height, kernel width], as in PyTorch.
 *
 * @example
 * conv2d(1, 8, { kernelSize: 3, padding: "same" })(zeros([2, 1, 28, 28])).shape; // [2,8,28,28]
 */
export function conv2d<const In extends number, const Out extends number>(
  inputs: In,
  outputs: Out,
  options: Conv2dLayerOptions,
): Layer<In, Out> {
  const kernel = both(options.kernelSize);
  const own = kernelWeights("conv2d", { inputs, outputs, kernel }, options);
  const { pad, padding } = surroundings("conv2d", kernel, options);
  const moving = { ...options, padding, bias: own.bias };
  const forward = (x: Tensor, activation?: SlopeFromOutput) =>
    inBatch(4, x, (images) => convolve(pad(images), own.weight, { ...moving, activation }));
  return layer<In, Out>({ kind: "conv2d", own, activated: forward }, (x) => forward(x));
}
