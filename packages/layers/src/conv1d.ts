import { conv1d as convolve, type Conv1dOptions, type SlopeFromOutput, type Tensor } from "@piecewise/tensor";
import { inBatch, kernelWeights, type KernelOptions } from "./kernel-weights.ts";
import { layer, type Layer } from "./layer.ts";
import { surroundings, type PaddingMode } from "./surroundings.ts";

/** How a convolution of sequences is made. */
export interface Conv1dLayerOptions extends Pick<Conv1dOptions, "stride" | "dilation">, KernelOptions {
  readonly kernelSize: number;
  /** Places at both ends; "same" keeps the length at stride 1. */
  readonly padding?: number | "same" | "valid";
  /** What they are filled with; "zeros" unless given. */
  readonly paddingMode?: PaddingMode;
}

/**
 * A convolution along sequences [batch, inputs, length], or along one without a batch axis. The weight is
 * [outputs, inputs / groups, kernel], as in PyTorch.
 *
 * @example
 * conv1d(4, 8, { kernelSize: 3, padding: 1 })(zeros([2, 4, 10])).shape; // [2,8,10]
 */
export function conv1d<const In extends number, const Out extends number>(
  inputs: In,
  outputs: Out,
  options: Conv1dLayerOptions,
): Layer<In, Out> {
  const kernel = [options.kernelSize];
  const own = kernelWeights("conv1d", { inputs, outputs, kernel }, options);
  const { pad, padding } = surroundings("conv1d", kernel, options);
  const moving = { ...options, padding, bias: own.bias };
  const forward = (x: Tensor, activation?: SlopeFromOutput) =>
    inBatch(3, x, (sequences) => convolve(pad(sequences), own.weight, { ...moving, activation }));
  return layer<In, Out>({ kind: "conv1d", own, activated: forward }, (x) => forward(x));
}
