import { ShapeError, type AveragePooling2d, type MaxPooling2d } from "@piecewise/spec";
import { run, runBoth } from "../run.ts";
import { requireFloat, type Tensor } from "../tensor.ts";
import { pick } from "./indexing.ts";
import { reshape } from "./reshape.ts";
import { alongRow, asImages, asSequences, type Window1dOptions } from "./sequence.ts";
import { outputShape, pair, windowOver, type Pair, type WindowOptions } from "./window.ts";

/** A pooling window; its stride is its size unless given. */
export interface Pool2dOptions extends WindowOptions {
  readonly kernelSize: Pair;
}

/** The largest number in each window of images [batch, channels, height, width]; NaN wins, the first of equals gets the gradient. */
export function maxPool2d(x: Tensor, options: Pool2dOptions): Tensor {
  return maximum("maxPool2d", x, options)[0];
}

/**
 * As `maxPool2d`, together with where in its channel's image each largest number lies (int32, row · width + column).
 *
 * @example
 * const { values, indices } = maxPool2dWithIndices(tensor([[[[1, 5], [3, 2]]]]), { kernelSize: 2 });
 * await values.array(); // [[[[5]]]]
 * await indices.array(); // [[[[1]]]]
 */
export function maxPool2dWithIndices(x: Tensor, options: Pool2dOptions): { values: Tensor; indices: Tensor } {
  const [values, indices] = maximum("maxPool2dWithIndices", x, options);
  return { values, indices };
}

function maximum(operation: string, x: Tensor, options: Pool2dOptions): Tensor[] {
  const window = poolWindow(operation, x, options);
  const channels = x.shape[1];
  const shape = outputShape(window, channels);
  const attributes = { ...window, channels };
  const outputs: Tensor[] = runBoth({
    kernel: "maxPool2d",
    inputs: [x],
    shape,
    dtype: x.dtype,
    attributes,
    second: { shape, dtype: "int32" },
    grads: [(g: Tensor) => spreadMaximum(g, outputs[1], attributes)],
  });
  return outputs;
}

function spreadMaximum(g: Tensor, indices: Tensor, attributes: MaxPooling2d): Tensor {
  const { batch, channels, inputHeight, inputWidth, outputHeight, outputWidth } = attributes;
  const places = {
    outer: batch * channels,
    size: inputHeight * inputWidth,
    inner: 1,
    count: outputHeight * outputWidth,
  };
  return run({
    kernel: "maxPool2dGradient",
    inputs: [g, indices],
    shape: [batch, channels, inputHeight, inputWidth],
    dtype: g.dtype,
    attributes,
    grads: [(gg: Tensor) => reshape(pick(gg, indices, places), g.shape)],
  });
}

/** Average pooling; `countPadding` (the default) divides by the whole window also where it hangs over the padded edge. */
export interface AvgPool2dOptions extends Omit<Pool2dOptions, "dilation"> {
  readonly countPadding?: boolean;
}

/** The mean of each window of images [batch, channels, height, width]. */
export function avgPool2d(x: Tensor, options: AvgPool2dOptions): Tensor {
  return mean("avgPool2d", x, options);
}

function mean(operation: string, x: Tensor, options: AvgPool2dOptions): Tensor {
  const window = poolWindow(operation, x, options);
  return average(x, { ...window, channels: x.shape[1], countPadding: options.countPadding ?? true });
}

function average(x: Tensor, attributes: AveragePooling2d): Tensor {
  const shape = outputShape(attributes, attributes.channels);
  const grads = [(g: Tensor) => spreadAverage(g, attributes)];
  return run({ kernel: "avgPool2d", inputs: [x], shape, dtype: x.dtype, attributes, grads });
}

function spreadAverage(g: Tensor, attributes: AveragePooling2d): Tensor {
  const { batch, channels, inputHeight, inputWidth } = attributes;
  const shape = [batch, channels, inputHeight, inputWidth];
  const grads = [(gg: Tensor) => average(gg, attributes)];
  return run({ kernel: "avgPool2dGradient", inputs: [g], shape, dtype: g.dtype, attributes, grads });
}

/** A pooling window along a sequence; its stride is its size unless given. */
export interface Pool1dOptions extends Window1dOptions {
  readonly kernelSize: number;
}

/**
 * The largest number in each window of sequences [batch, channels, length], as `maxPool2d` finds it.
 *
 * @example
 * await maxPool1d(tensor([[[1, 3, 2, 5]]]), { kernelSize: 2 }).array(); // [[[3,5]]]
 */
export function maxPool1d(x: Tensor, options: Pool1dOptions): Tensor {
  return asSequences(maximum("maxPool1d", asImages("maxPool1d", x), rowOf(options))[0]);
}

/** How an average moves along a sequence; `countPadding` as for `avgPool2d`. */
export interface AvgPool1dOptions extends Omit<Pool1dOptions, "dilation"> {
  readonly countPadding?: boolean;
}

/**
 * The mean of each window of sequences [batch, channels, length].
 *
 * @example
 * await avgPool1d(tensor([[[1, 3, 2, 5]]]), { kernelSize: 2 }).array(); // [[[2,3.5]]]
 */
export function avgPool1d(x: Tensor, options: AvgPool1dOptions): Tensor {
  return asSequences(mean("avgPool1d", asImages("avgPool1d", x), rowOf(options)));
}

/** A window of height 1. */
function rowOf<Options extends Pool1dOptions>(options: Options) {
  return { ...options, ...alongRow(options), kernelSize: [1, options.kernelSize] as const };
}

function poolWindow(operation: string, x: Tensor, options: Pool2dOptions) {
  requireFloat(operation, x.dtype);
  const kernel = pair(operation, "kernelSize", options.kernelSize, 1);
  const window = windowOver(operation, x, kernel, { ...options, stride: options.stride ?? kernel });
  if (window.paddingTop * 2 > kernel[0] || window.paddingLeft * 2 > kernel[1])
    throw new ShapeError(operation, `padding may be at most half of the window ${kernel.join("×")}`, x.shape);
  return window;
}
