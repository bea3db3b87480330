import type { Attributes, Convolution2d } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { keyOf, outputLayout, perGroup, workOf } from "./convolution-sizes.ts";
import { weightByTap, weightByTapTurned } from "./convolution-weight.ts";
import type { Engine } from "./engine.ts";
import { bordered, borderedSize, withBorder, type Border } from "./image.ts";
import { rowMajor, toChannelsLast } from "./layout.ts";
import { slidingOf, tileColumns, type Slider, type Sliding } from "./sliding.ts";
import type { TileLoop } from "./tile.ts";

type Buffers = readonly WasmBuffer[];

/**
 * Convolutions work on images whose channels come last, with a border of zeros: then the numbers under one row of the
 * kernel are neighbours, and a convolution is a matrix product with a nested sum. No image is unrolled.
 */
export function conv2d(
  engine: Engine,
  [y]: Buffers,
  [x, weight, bias]: Buffers,
  { activation, ...of }: Attributes["conv2d"],
): void {
  const { batch, outputHeight, outputWidth, outputChannels } = of;
  y.layout = { batch, channels: outputChannels, pixels: outputHeight * outputWidth };
  if (y.size === 0) return;
  const image = bordered(engine, x, of, 0);
  const taps = weightByTap(engine, weight, of);
  const start = bias === undefined ? undefined : rowMajor(engine, bias);
  const slider = forwardOf(engine, of, { hasBias: start !== undefined, activation });
  if (activation !== undefined) engine.setScalars(activation.scalars);
  slide(engine, slider, { image: image.pointer, taps, bias: start }, y, of);
  image.free();
  engine.heap.free(taps);
}

/** The input's gradient is a convolution, too: of the output's gradient, spread by the stride, with the kernel turned round. */
export function conv2dInputGradient(
  engine: Engine,
  [dx]: Buffers,
  [g, weight]: Buffers,
  of: Convolution2d,
): void {
  const { batch, inputHeight, inputWidth, inputChannels } = of;
  dx.layout = { batch, channels: inputChannels, pixels: inputHeight * inputWidth };
  if (dx.size === 0) return;
  toChannelsLast(engine, g, outputLayout(of));
  const image = withBorder(engine, g.pointer, spreadBorder(of), 0);
  const taps = weightByTapTurned(engine, weight, of);
  slide(engine, backwardOf(engine, of), { image, taps }, dx, of);
  engine.heap.free(image);
  engine.heap.free(taps);
}

/** Slides over all images; threads share them out. */
function slide(
  engine: Engine,
  { kernel, imageSize }: Slider,
  {
    image,
    taps,
    bias = 0,
  }: { readonly image: number; readonly taps: number; readonly bias?: number | undefined },
  y: WasmBuffer,
  of: Convolution2d,
) {
  const size = y.size / of.batch;
  engine.split(kernel, of.batch, workOf(of), (from, to) => [
    image + from * imageSize * 4,
    taps,
    y.pointer + from * size * 4,
    to - from,
    bias,
  ]);
}

function spreadBorder(of: Convolution2d): Border {
  const [reachHeight, reachWidth] = [
    of.dilationHeight * (of.kernelHeight - 1),
    of.dilationWidth * (of.kernelWidth - 1),
  ];
  return {
    batch: of.batch,
    channels: of.outputChannels,
    height: of.outputHeight,
    width: of.outputWidth,
    outerHeight: of.inputHeight + reachHeight,
    outerWidth: of.inputWidth + reachWidth,
    top: reachHeight - of.paddingTop,
    left: reachWidth - of.paddingLeft,
    stepHeight: of.strideHeight,
    stepWidth: of.strideWidth,
  };
}

/** (image, taps, y, batch, bias) */
function forwardOf(
  engine: Engine,
  of: Convolution2d,
  { hasBias, activation }: Pick<Sliding, "hasBias" | "activation">,
) {
  const { groups, inputs, outputs, taps } = perGroup(of);
  const { height, width } = borderedSize(of);
  const channels = of.inputChannels;
  const joined = groups === 1 && of.dilationWidth === 1;
  const loops: TileLoop[] = [
    {
      count: of.kernelHeight,
      moveA: of.dilationHeight * width * channels,
      moveB: of.kernelWidth * inputs * tileColumns,
    },
    ...(joined
      ? []
      : [{ count: of.kernelWidth, moveA: of.dilationWidth * channels, moveB: inputs * tileColumns }]),
    { count: joined ? of.kernelWidth * inputs : inputs, moveA: 1, moveB: tileColumns },
  ];
  return slidingOf(engine, keyOf(hasBias ? "conv2d with bias" : "conv2d", of), {
    hasBias,
    activation,
    groups,
    loops,
    rows: of.outputHeight,
    columns: of.outputWidth,
    rowMove: of.strideHeight * width * channels,
    columnMove: of.strideWidth * channels,
    imageSize: height * width * channels,
    groupMoveA: inputs,
    startB: 0,
    panel: taps * inputs * tileColumns,
    results: outputs,
    resultChannels: of.outputChannels,
  });
}

/** (image, taps, dx, batch, 0): the taps are walked from the last to the first. */
function backwardOf(engine: Engine, of: Convolution2d) {
  const { groups, inputs, outputs, taps } = perGroup(of);
  const border = spreadBorder(of);
  const channels = of.outputChannels;
  const loops: TileLoop[] = [
    {
      count: of.kernelHeight,
      moveA: of.dilationHeight * border.outerWidth * channels,
      moveB: -of.kernelWidth * outputs * tileColumns,
    },
    { count: of.kernelWidth, moveA: of.dilationWidth * channels, moveB: -outputs * tileColumns },
    { count: outputs, moveA: 1, moveB: tileColumns },
  ];
  return slidingOf(engine, keyOf("conv2dInputGradient", of), {
    hasBias: false,
    groups,
    loops,
    rows: of.inputHeight,
    columns: of.inputWidth,
    rowMove: border.outerWidth * channels,
    columnMove: channels,
    imageSize: border.outerHeight * border.outerWidth * channels,
    groupMoveA: outputs,
    startB: (taps - 1) * outputs * tileColumns,
    panel: taps * outputs * tileColumns,
    results: inputs,
    resultChannels: of.inputChannels,
  });
}
