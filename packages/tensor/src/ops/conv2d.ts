import { lastStep, type SlopeFromOutput } from "../elementwise.ts";
import type { Tensor } from "../tensor.ts";
import { checkChannels, checkGroups, checkKinds, convolve } from "./convolution.ts";
import { windowOver, type Padding, type WindowOptions } from "./window.ts";

/** How a convolution moves over an image; with `groups`, each group of channels is convolved on its own. */
export interface Conv2dOptions extends Omit<WindowOptions, "ceilMode" | "padding"> {
  readonly padding?: Padding;
  readonly groups?: number;
  /** A number for each output channel, added to its pixels. */
  readonly bias?: Tensor | undefined;
  /** An activation that each number goes through; only its result is kept in memory. */
  readonly activation?: SlopeFromOutput | undefined;
}

/**
 * Two-dimensional cross-correlation, as in PyTorch: images [batch, channels, height, width] and a weight
 * [outputs, channels / groups, kernel height, kernel width] give [batch, outputs, height′, width′].
 *
 * @example
 * const image = ones([1, 1, 3, 3]);
 * await conv2d(image, ones([1, 1, 2, 2])).array(); // [[[[4,4],[4,4]]]]
 */
export function conv2d(x: Tensor, weight: Tensor, options: Conv2dOptions = {}): Tensor {
  checkKinds("conv2d", x, weight, ["outputs", "inputs", "height", "width"]);
  return slide("conv2d", x, weight, options);
}

/** As `conv2d`, in the name of another operation. */
export function slide(operation: string, x: Tensor, weight: Tensor, options: Conv2dOptions): Tensor {
  const { groups = 1, bias, activation } = options;
  const [outputs, perGroup, height, width] = weight.shape;
  const window = windowOver(operation, x, [height, width], options);
  const inputs = perGroup * groups;
  checkGroups(operation, weight, groups, "output");
  checkChannels(operation, x, weight, { inputs, outputs, bias });
  const attributes = { ...window, inputChannels: inputs, outputChannels: outputs, groups };
  const last = activation === undefined ? undefined : lastStep(operation, activation, x.dtype);
  const z = convolve(x, bias === undefined ? [weight] : [weight, bias], attributes, last);
  return last === undefined ? z : last.after(z);
}
