import {
  conv2d as convolve,
  DataError,
  type Conv2dOptions,
  type Pair,
  type SlopeFromOutput,
  type Tensor,
} from "@piecewise/tensor";
import { defaultUniform, startingWith } from "./initializers.ts";
import { layer, type Layer } from "./layer.ts";
import type { WeightOptions } from "./linear.ts";
import { sizeAbove } from "./sizes.ts";

/** How a convolution is made; padding "same" keeps height and width at stride 1. */
export interface Conv2dLayerOptions
  extends Omit<Conv2dOptions, "padding" | "bias" | "activation">, WeightOptions {
  readonly kernelSize: Pair;
  readonly padding?: Pair | "same";
}

/**
 * A two-dimensional convolution over images [batch, inputs, height, width]. The weight is
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
  const { groups = 1 } = options;
  const [height, width] = both(options.kernelSize);
  checkSizes({ inputs, outputs, groups, height, width });
  const fanIn = (inputs / groups) * height * width;
  const { initializer = (shape) => defaultUniform(shape, fanIn, options) } = options;
  const weight = startingWith(() => initializer([outputs, inputs / groups, height, width], options));
  const bias =
    options.bias === false ? undefined : startingWith(() => defaultUniform([outputs], fanIn, options));
  const own = bias === undefined ? { weight } : { weight, bias };
  const moving = { ...options, padding: paddingOf(options), bias };
  const forward = (x: Tensor, activation?: SlopeFromOutput) => convolve(x, weight, { ...moving, activation });
  return layer<In, Out>({ kind: "conv2d", own, activated: forward }, (x) => forward(x));
}

function checkSizes(sizes: Readonly<Record<"inputs" | "outputs" | "groups" | "height" | "width", number>>) {
  const { inputs, outputs, groups, height, width } = sizes;
  for (const [name, size] of Object.entries({ inputs, outputs, groups })) sizeAbove("conv2d", name, size, 0);
  for (const size of [height, width]) sizeAbove("conv2d", "kernelSize", size, 0);
  if (inputs % groups !== 0 || outputs % groups !== 0)
    throw new DataError("conv2d", `${groups} groups must divide ${inputs} inputs and ${outputs} outputs`);
}

const both = (value: Pair): readonly [number, number] => (typeof value === "number" ? [value, value] : value);

function paddingOf({ padding = 0, kernelSize, dilation = 1, stride = 1 }: Conv2dLayerOptions): Pair {
  if (padding !== "same") return padding;
  const [strides, reach] = [
    both(stride),
    both(kernelSize).map((size, side) => both(dilation)[side] * (size - 1)),
  ];
  if (strides.some((s) => s !== 1) || reach.some((n) => n % 2 !== 0))
    throw new DataError(
      "conv2d",
      `padding "same" needs stride 1 and an odd kernel, got stride ${String(stride)} and kernel ${String(kernelSize)}`,
    );
  return [reach[0] / 2, reach[1] / 2];
}
