import type { Convolution2d } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { perGroup, weightByTap, weightByTapTurned, weightFromTaps } from "./convolution-weight.ts";
import { advance, countDown } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";
import { bordered, borderedSize, withBorder, type Border } from "./image.ts";
import { rowMajor, toChannelsLast } from "./layout.ts";
import { bandsOf, slidingOf, tileRows, type Slider } from "./sliding.ts";
import { cut, emitTile, type TileLoop } from "./tile.ts";

type Buffers = readonly WasmBuffer[];

/**
 * Convolutions work on images whose channels come last, with a border of zeros: then the numbers under one row of the
 * kernel are neighbours, and a convolution is a matrix product with a nested sum. No image is unrolled.
 */
export function conv2d(engine: Engine, [y]: Buffers, [x, weight, bias]: Buffers, of: Convolution2d): void {
  const { batch, outputHeight, outputWidth, outputChannels } = of;
  y.layout = { batch, channels: outputChannels, pixels: outputHeight * outputWidth };
  if (y.size === 0) return;
  const image = bordered(engine, x, of, 0);
  const taps = weightByTap(engine, weight, of);
  const start = bias === undefined ? undefined : rowMajor(engine, bias);
  slide(
    engine,
    forwardOf(engine, of, start !== undefined),
    { image: image.pointer, taps, bias: start },
    y,
    of,
  );
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

/** The weight's gradient: each tap's numbers under the window, times the output's gradient, summed over pixels and images. */
export function conv2dWeightGradient(
  engine: Engine,
  [dw]: Buffers,
  [x, g]: Buffers,
  of: Convolution2d,
): void {
  dw.layout = undefined;
  engine.floats.fill(0, dw.pointer / 4, dw.pointer / 4 + dw.size);
  if (dw.size === 0 || of.batch === 0) return;
  const image = bordered(engine, x, of, 0);
  toChannelsLast(engine, g, outputLayout(of));
  const taps = engine.heap.alloc(dw.size * 4);
  engine.floats.fill(0, taps / 4, taps / 4 + dw.size);
  const { kernel, tiles } = byWeightOf(engine, of);
  const microseconds = workOf(of);
  engine.split(kernel, tiles, microseconds, (from, to) => [
    image.pointer,
    g.pointer,
    taps,
    of.batch,
    from,
    to,
  ]);
  weightFromTaps(engine, taps, dw, of);
  image.free();
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

/** About how long a convolution takes on one thread, in microseconds. */
function workOf({
  batch,
  outputHeight,
  outputWidth,
  outputChannels,
  inputChannels,
  groups,
  kernelHeight,
  kernelWidth,
}: Convolution2d) {
  return (
    (batch *
      outputHeight *
      outputWidth *
      outputChannels *
      (inputChannels / groups) *
      kernelHeight *
      kernelWidth) /
    30_000
  );
}

function outputLayout({ batch, outputChannels, outputHeight, outputWidth }: Convolution2d) {
  return { batch, channels: outputChannels, pixels: outputHeight * outputWidth };
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

const key = (name: string, of: Convolution2d) => `${name} ${Object.values({ ...of, batch: 0 }).join(" ")}`;

/** (image, taps, y, batch, bias) */
function forwardOf(engine: Engine, of: Convolution2d, hasBias: boolean) {
  const { groups, inputs, outputs, taps } = perGroup(of);
  const { height, width } = borderedSize(of);
  const channels = of.inputChannels;
  const joined = groups === 1 && of.dilationWidth === 1;
  const loops: TileLoop[] = [
    {
      count: of.kernelHeight,
      moveA: of.dilationHeight * width * channels,
      moveB: of.kernelWidth * inputs * outputs,
    },
    ...(joined
      ? []
      : [{ count: of.kernelWidth, moveA: of.dilationWidth * channels, moveB: inputs * outputs }]),
    { count: joined ? of.kernelWidth * inputs : inputs, moveA: 1, moveB: outputs },
  ];
  return slidingOf(engine, key(hasBias ? "conv2d with bias" : "conv2d", of), {
    hasBias,
    groups,
    loops,
    rows: of.outputHeight,
    columns: of.outputWidth,
    rowMove: of.strideHeight * width * channels,
    columnMove: of.strideWidth * channels,
    imageSize: height * width * channels,
    groupMoveA: inputs,
    startB: 0,
    groupMoveB: taps * inputs * outputs,
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
      moveB: -of.kernelWidth * inputs * outputs,
    },
    { count: of.kernelWidth, moveA: of.dilationWidth * channels, moveB: -inputs * outputs },
    { count: outputs, moveA: 1, moveB: inputs },
  ];
  return slidingOf(engine, key("conv2dInputGradient", of), {
    hasBias: false,
    groups,
    loops,
    rows: of.inputHeight,
    columns: of.inputWidth,
    rowMove: border.outerWidth * channels,
    columnMove: channels,
    imageSize: border.outerHeight * border.outerWidth * channels,
    groupMoveA: outputs,
    startB: (taps - 1) * inputs * outputs,
    groupMoveB: taps * inputs * outputs,
    results: inputs,
    resultChannels: of.inputChannels,
  });
}

/** (image, g, taps, batch, from, to): adds to taps [groups][taps][inputs][outputs], for some of the tiles. */
function byWeightOf(engine: Engine, of: Convolution2d) {
  const { groups, inputs, outputs } = perGroup(of);
  const joined = groups === 1 && of.dilationWidth === 1;
  const run = joined ? of.kernelWidth * inputs : inputs;
  const runs = groups * of.kernelHeight * (joined ? 1 : of.kernelWidth);
  const tiles = runs * [...bandsOf(outputs)].length * cut(run, tileRows).length;
  const kernel = engine.splittable(key("conv2dWeightGradient", of), (module) => {
    const { height, width } = borderedSize(of);
    const [channels, results] = [of.inputChannels, of.outputChannels];
    const loops: TileLoop[] = [
      { count: of.outputHeight, moveA: of.strideHeight * width * channels, moveB: of.outputWidth * results },
      { count: of.outputWidth, moveA: of.strideWidth * channels, moveB: results },
    ];
    const calls: { tile: number; a: number; b: number; c: number }[] = [];
    const tiles = new Map<string, number>();
    for (let g = 0; g < groups; g++)
      for (let ky = 0; ky < of.kernelHeight; ky++)
        for (let kx = 0; kx < (joined ? 1 : of.kernelWidth); kx++)
          for (const band of bandsOf(outputs))
            for (const piece of cut(run, tileRows)) {
              const id = `${piece.size} ${band.size}`;
              const shape = {
                rows: piece.size,
                columns: band.size,
                loops,
                rowStrideA: 1,
                rowStrideC: outputs,
                start: "result" as const,
              };
              if (!tiles.has(id)) tiles.set(id, emitTile(module, `tile ${id}`, shape).index);
              const tap = g * of.kernelHeight * of.kernelWidth + ky * of.kernelWidth + kx;
              calls.push({
                tile: tiles.get(id)!,
                a:
                  (ky * of.dilationHeight * width + kx * of.dilationWidth) * channels +
                  g * inputs +
                  piece.start,
                b: g * outputs + band.start,
                c: (tap * inputs + piece.start) * outputs + band.start,
              });
            }
    const { code } = module.function("run", ["i32", "i32", "i32", "i32", "i32", "i32"]);
    const [image, g, taps, batch, from, to] = [0, 1, 2, 3, 4, 5];
    countDown(code, batch, () => {
      calls.forEach(({ tile, a, b, c }, i) => {
        code
          .i32(i)
          .get(from)
          .do("i32GeS")
          .i32(i)
          .get(to)
          .do("i32LtS", "i32And")
          .if(() => {
            code
              .get(image)
              .i32(a * 4)
              .do("i32Add")
              .get(g)
              .i32(b * 4)
              .do("i32Add")
              .get(taps)
              .i32(c * 4)
              .do("i32Add");
            code.call(tile);
          });
      });
      advance(code, image, height * width * channels * 4);
      advance(code, g, of.outputHeight * of.outputWidth * results * 4);
    });
  });
  return { kernel, tiles };
}
