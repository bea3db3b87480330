import type { Tensor } from "../tensor.ts";
import { slide, type Conv2dOptions } from "./conv2d.ts";
import { checkKinds } from "./convolution.ts";
import { alongRow, asImages, asSequences, withHeight, type Window1dOptions } from "./sequence.ts";

/** How a convolution moves along a sequence; the rest as for `conv2d`. */
export interface Conv1dOptions
  extends
    Omit<Window1dOptions, "ceilMode" | "padding">,
    Pick<Conv2dOptions, "groups" | "bias" | "activation"> {
  readonly padding?: number | "same" | "valid";
}

/**
 * One-dimensional cross-correlation, as in PyTorch: sequences [batch, channels, length] and a weight
 * [outputs, channels / groups, kernel length] give [batch, outputs, length′].
 *
 * @example
 * const steps = tensor([[[1, 2, 4, 8]]]);
 * await conv1d(steps, tensor([[[-1, 1]]])).array(); // [[[1,2,4]]]
 * conv1d(steps, ones([3, 1, 2]), { padding: "same" }).shape; // [1,3,4]
 */
export function conv1d(x: Tensor, weight: Tensor, options: Conv1dOptions = {}): Tensor {
  checkKinds("conv1d", x, weight, ["outputs", "inputs", "length"]);
  const { padding = 0, ...rest } = options;
  const sides = typeof padding === "number" ? ([0, padding] as const) : padding;
  const row = { ...rest, ...alongRow(rest), padding: sides };
  return asSequences(slide("conv1d", asImages("conv1d", x), withHeight(weight), row));
}
