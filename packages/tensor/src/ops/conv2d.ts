import { DTypeError, ShapeError, type Convolution2d } from "@piecewise/spec";
import { lastStep, type LastStep, type SlopeFromOutput } from "../elementwise.ts";
import { run } from "../run.ts";
import { requireFloat, requireTensor, type Tensor } from "../tensor.ts";
import { sum } from "./reduce.ts";
import { outputShape, windowOver, type WindowOptions } from "./window.ts";

/** How a convolution moves over an image; with `groups`, each group of channels is convolved on its own. */
export interface Conv2dOptions extends Omit<WindowOptions, "ceilMode"> {
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
  const attributes = convolution(x, weight, options);
  const { bias, activation } = options;
  const last = activation === undefined ? undefined : lastStep("conv2d", activation, x.dtype);
  const z = forward(x, bias === undefined ? [weight] : [weight, bias], attributes, last);
  return last === undefined ? z : last.after(z);
}

// A convolution is linear in each operand, so three functions are each other's gradients, to any order.
function forward(
  x: Tensor,
  [weight, ...bias]: readonly Tensor[],
  attributes: Convolution2d,
  last?: LastStep,
): Tensor {
  return run({
    kernel: "conv2d",
    inputs: [x, weight, ...bias],
    shape: outputShape(attributes, attributes.outputChannels),
    dtype: x.dtype,
    attributes: last === undefined ? attributes : { ...attributes, activation: last.activation },
    grads: [
      (g) => byInput(g, weight, attributes),
      (g) => byWeight(x, g, attributes),
      (g) => sum(g, { axis: [0, 2, 3] }),
    ],
  });
}

function byInput(g: Tensor, weight: Tensor, attributes: Convolution2d): Tensor {
  const { batch, inputChannels, inputHeight, inputWidth } = attributes;
  return run({
    kernel: "conv2dInputGradient",
    inputs: [g, weight],
    shape: [batch, inputChannels, inputHeight, inputWidth],
    dtype: g.dtype,
    attributes,
    grads: [(gg) => forward(gg, [weight], attributes), (gg) => byWeight(gg, g, attributes)],
  });
}

function byWeight(x: Tensor, g: Tensor, attributes: Convolution2d): Tensor {
  const { outputChannels, inputChannels, groups, kernelHeight, kernelWidth } = attributes;
  return run({
    kernel: "conv2dWeightGradient",
    inputs: [x, g],
    shape: [outputChannels, inputChannels / groups, kernelHeight, kernelWidth],
    dtype: x.dtype,
    attributes,
    grads: [(gg) => byInput(g, gg, attributes), (gg) => forward(x, [gg], attributes)],
  });
}

function convolution(x: Tensor, weight: Tensor, options: Conv2dOptions): Convolution2d {
  requireFloat("conv2d", requireTensor("conv2d", x).dtype);
  if (weight.dtype !== x.dtype)
    throw new DTypeError("conv2d", `the image is ${x.dtype} but weight ${weight.dtype}; cast one`);
  if (weight.rank !== 4)
    throw new ShapeError("conv2d", "weight needs four axes, [outputs, inputs, height, width]", weight.shape);
  const { groups = 1, bias } = options;
  const [outputChannels, perGroup, height, width] = weight.shape as [number, number, number, number];
  const window = windowOver("conv2d", x, [height, width], options);
  const inputChannels = x.shape[1];
  if (!Number.isInteger(groups) || groups < 1 || outputChannels % groups !== 0)
    throw new ShapeError(
      "conv2d",
      `${groups} groups do not divide ${outputChannels} output channels`,
      weight.shape,
    );
  if (inputChannels !== perGroup * groups)
    throw new ShapeError(
      "conv2d",
      `the image has ${inputChannels} channels, the weight takes ${perGroup * groups}`,
      x.shape,
      weight.shape,
    );
  if (bias !== undefined && (bias.rank !== 1 || bias.size !== outputChannels || bias.dtype !== x.dtype))
    throw new ShapeError(
      "conv2d",
      `bias needs one ${x.dtype} number for each of ${outputChannels} output channels`,
      bias.shape,
    );
  return { ...window, inputChannels, outputChannels, groups };
}
