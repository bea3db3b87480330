import { DTypeError, ShapeError, type Convolution2d } from "@piecewise/spec";
import type { LastStep } from "../elementwise.ts";
import { run } from "../run.ts";
import { requireFloat, requireTensor, type Tensor } from "../tensor.ts";
import { sum } from "./reduce.ts";
import { outputShape } from "./window.ts";

// A convolution is linear in each operand, so three functions are each other's gradients, to any order.

/** Slides a weight over images, adds a bias if there is one, and ends in an activation. */
export function convolve(
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

/** The gradient of a convolution with respect to its images: the transposed convolution. */
export function byInput(g: Tensor, weight: Tensor, attributes: Convolution2d): Tensor {
  const { batch, inputChannels, inputHeight, inputWidth } = attributes;
  return run({
    kernel: "conv2dInputGradient",
    inputs: [g, weight],
    shape: [batch, inputChannels, inputHeight, inputWidth],
    dtype: g.dtype,
    attributes,
    grads: [(gg) => convolve(gg, [weight], attributes), (gg) => byWeight(gg, g, attributes)],
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
    grads: [(gg) => byInput(g, gg, attributes), (gg) => convolve(x, [gg], attributes)],
  });
}

/** Throws unless images and weight are floats of one dtype, and the weight has the axes that it should have. */
export function checkKinds(operation: string, x: Tensor, weight: Tensor, axes: readonly string[]): void {
  requireFloat(operation, requireTensor(operation, x).dtype);
  if (weight.dtype !== x.dtype)
    throw new DTypeError(operation, `the image is ${x.dtype} but weight ${weight.dtype}; cast one`);
  const count = axes.length === 3 ? "three" : "four";
  if (weight.rank !== axes.length)
    throw new ShapeError(operation, `weight needs ${count} axes, [${axes.join(", ")}]`, weight.shape);
}

/** How many channels a convolution takes and gives. */
interface Channels {
  readonly inputs: number;
  readonly outputs: number;
  readonly bias: Tensor | undefined;
}

/** Throws unless the groups divide the weight's first axis. */
export function checkGroups(
  operation: string,
  weight: Tensor,
  groups: number,
  side: "input" | "output",
): void {
  const [channels] = weight.shape;
  if (Number.isInteger(groups) && groups >= 1 && channels % groups === 0) return;
  throw new ShapeError(
    operation,
    `${groups} groups do not divide ${channels} ${side} channels`,
    weight.shape,
  );
}

/** Throws unless the image has the channels that the weight takes, and the bias as many numbers as channels come out. */
export function checkChannels(
  operation: string,
  x: Tensor,
  weight: Tensor,
  { inputs, outputs, bias }: Channels,
): void {
  const channels = x.shape[1];
  if (channels !== inputs)
    throw new ShapeError(
      operation,
      `the image has ${channels} channels, the weight takes ${inputs}`,
      x.shape,
      weight.shape,
    );
  if (bias !== undefined && (bias.rank !== 1 || bias.size !== outputs || bias.dtype !== x.dtype))
    throw new ShapeError(
      operation,
      `bias needs one ${x.dtype} number for each of ${outputs} output channels`,
      bias.shape,
    );
}
