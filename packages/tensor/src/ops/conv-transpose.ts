import { ShapeError } from "@piecewise/spec";
import type { Tensor } from "../tensor.ts";
import { add } from "./arithmetic.ts";
import { byInput, checkChannels, checkGroups, checkKinds } from "./convolution.ts";
import { reshape } from "./reshape.ts";
import { alongRow, asImages, asSequences, withHeight } from "./sequence.ts";
import { pair, type Pair } from "./window.ts";

/** How a transposed convolution spreads an image. */
export interface ConvTranspose2dOptions {
  /** How far apart the pixels are set. */
  readonly stride?: Pair;
  /** Rows and columns cut off on every side. */
  readonly padding?: Pair;
  /** Rows and columns added at the end: which of the sizes that a convolution would map to this one is meant. */
  readonly outputPadding?: Pair;
  readonly dilation?: Pair;
  readonly groups?: number;
  /** A number for each output channel, added to its pixels. */
  readonly bias?: Tensor | undefined;
}

/**
 * The transposed convolution (Zeiler et al., 2010), which undoes the sizes of `conv2d`: images
 * [batch, channels, height, width] and a weight [channels, outputs / groups, kernel height, kernel width] give
 * [batch, outputs, height′, width′], where height′ = (height − 1) · stride − 2 · padding + dilation · (kernel height − 1)
 * + outputPadding + 1. It is the gradient of `conv2d` with respect to its images.
 *
 * @example
 * await convTranspose2d(tensor([[[[1, 2]]]]), ones([1, 1, 1, 2]), { stride: 2 }).array(); // [[[[1,1,2,2]]]]
 */
export function convTranspose2d(x: Tensor, weight: Tensor, options: ConvTranspose2dOptions = {}): Tensor {
  checkKinds("convTranspose2d", x, weight, ["inputs", "outputs", "height", "width"]);
  if (x.rank !== 4)
    throw new ShapeError("convTranspose2d", "needs images [batch, channels, height, width]", x.shape);
  return spread("convTranspose2d", x, weight, options);
}

/** How a transposed convolution spreads a sequence. */
export interface ConvTranspose1dOptions extends Pick<ConvTranspose2dOptions, "groups" | "bias"> {
  readonly stride?: number;
  readonly padding?: number;
  readonly outputPadding?: number;
  readonly dilation?: number;
}

/**
 * As `convTranspose2d`, for sequences [batch, channels, length] and a weight [channels, outputs / groups, kernel length].
 *
 * @example
 * await convTranspose1d(tensor([[[1, 2]]]), tensor([[[1, 10]]])).array(); // [[[1,12,20]]]
 */
export function convTranspose1d(x: Tensor, weight: Tensor, options: ConvTranspose1dOptions = {}): Tensor {
  checkKinds("convTranspose1d", x, weight, ["inputs", "outputs", "length"]);
  const { outputPadding = 0 } = options;
  const images = asImages("convTranspose1d", x);
  const row = { ...options, ...alongRow(options), outputPadding: [0, outputPadding] as const };
  return asSequences(spread("convTranspose1d", images, withHeight(weight), row));
}

function spread(operation: string, x: Tensor, weight: Tensor, options: ConvTranspose2dOptions): Tensor {
  const { groups = 1, bias } = options;
  const [inputs, perGroup, ...kernel] = weight.shape;
  const outputs = perGroup * groups;
  checkGroups(operation, weight, groups, "input");
  checkChannels(operation, x, weight, { inputs, outputs, bias });
  const window = windowOnto(operation, x, kernel, options);
  // Inputs and outputs change places: these are the sizes of the convolution whose gradient this is.
  const y = byInput(x, weight, { ...window, inputChannels: outputs, outputChannels: inputs, groups });
  return bias === undefined ? y : add(y, reshape(bias, [outputs, 1, 1]));
}

/** The window of the convolution that maps the output to x. */
function windowOnto(
  operation: string,
  x: Tensor,
  [kernelHeight, kernelWidth]: readonly number[],
  options: ConvTranspose2dOptions,
) {
  const [batch, , outputHeight, outputWidth] = x.shape;
  const stride = pair(operation, "stride", options.stride ?? 1, 1);
  const padding = pair(operation, "padding", options.padding ?? 0, 0);
  const dilation = pair(operation, "dilation", options.dilation ?? 1, 1);
  const more = pair(operation, "outputPadding", options.outputPadding ?? 0, 0);
  if (more.some((n, side) => n >= Math.max(stride[side], dilation[side])))
    throw new ShapeError(
      operation,
      `outputPadding ${more.join("×")} must be smaller than stride ${stride.join("×")} or dilation ${dilation.join("×")}`,
    );
  const sizeOf = (size: number, kernel: number, side: 0 | 1) =>
    (size - 1) * stride[side] - 2 * padding[side] + dilation[side] * (kernel - 1) + more[side] + 1;
  const [inputHeight, inputWidth] = [
    sizeOf(outputHeight, kernelHeight, 0),
    sizeOf(outputWidth, kernelWidth, 1),
  ];
  if (inputHeight < 1 || inputWidth < 1)
    throw new ShapeError(
      operation,
      `padding ${padding.join("×")} leaves an image of ${inputHeight}×${inputWidth}`,
      x.shape,
    );
  return {
    ...{ batch, inputHeight, inputWidth, outputHeight, outputWidth, kernelHeight, kernelWidth },
    ...{ strideHeight: stride[0], strideWidth: stride[1] },
    ...{ paddingTop: padding[0], paddingLeft: padding[1] },
    ...{ dilationHeight: dilation[0], dilationWidth: dilation[1] },
  };
}
