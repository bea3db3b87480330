import type { Convolution2d } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { keyOf, outputLayout, perGroup, workOf } from "./convolution-sizes.ts";
import { weightFromTaps } from "./convolution-weight.ts";
import type { Code, Local } from "./emitter/code.ts";
import { advance, countDown, repeat } from "./emitter/loops.ts";
import type { Module } from "./emitter/module.ts";
import type { Engine } from "./engine.ts";
import { bordered, borderedSize } from "./image.ts";
import { toChannelsLast } from "./layout.ts";
import { bandsOf, tileColumns } from "./sliding.ts";
import { cut, emitTile, rowsOfTile, type TileLoop } from "./tile.ts";

type Buffers = readonly WasmBuffer[];

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
  const kernel = engine.splittable(keyOf("conv2dWeightGradient", of), (module) =>
    new WeightGradientEmitter(module, of).emit(),
  );
  const panel = of.outputHeight * of.outputWidth * tileColumns * 4;
  const scratch = engine.scratchForEach(panel);
  engine.split(kernel, tileCount(of, engine.fused), workOf(of), (from, to, index) => [
    ...[image.pointer, g.pointer, taps, scratch + index * panel],
    ...[of.batch, from, to],
  ]);
  weightFromTaps(engine, taps, dw, of);
  image.free();
  engine.heap.free(taps);
}

/** A row of the kernel, or one of its taps where taps are not neighbours. */
function runsOf(of: Convolution2d) {
  const { groups, inputs } = perGroup(of);
  const joined = groups === 1 && of.dilationWidth === 1;
  return joined ? { across: 1, length: of.kernelWidth * inputs } : { across: of.kernelWidth, length: inputs };
}

function tileCount(of: Convolution2d, fused: boolean): number {
  const { groups, outputs } = perGroup(of);
  const { across, length } = runsOf(of);
  const bands = Math.ceil(outputs / tileColumns);
  return groups * bands * of.kernelHeight * across * cut(length, rowsOfTile("convolution", fused)).length;
}

/** A tile of the gradient: its function, and where it reads and writes, in numbers. */
interface Call {
  readonly tile: number;
  readonly a: number;
  readonly c: number;
}

/**
 * (image, g, taps, scratch, batch, from, to): adds to taps [groups][taps][inputs][outputs], for some of the tiles. The
 * gradient's channels of a tile are first put next to each other, pixel by pixel, for all tiles that need them.
 */
class WeightGradientEmitter {
  readonly #module: Module;
  readonly #of: Convolution2d;
  readonly #tiles = new Map<string, number>();

  constructor(module: Module, of: Convolution2d) {
    this.#module = module;
    this.#of = of;
  }

  emit(): void {
    const { groups, outputs } = perGroup(this.#of);
    const { outputHeight, outputWidth, outputChannels, inputChannels } = this.#of;
    const { height, width } = borderedSize(this.#of);
    const bands = Array.from({ length: groups }, (_, group) =>
      [...bandsOf(outputs)].map((band) => ({ ...band, group })),
    ).flat();
    const calls = bands.map(({ group, start, size }) => this.#callsOf(group, start, size));
    const parameters = new Array<"i32">(7).fill("i32");
    const { code } = this.#module.function("run", parameters);
    const [image, g, taps, scratch, batch, from, to] = [0, 1, 2, 3, 4, 5, 6];
    const panel = code.local("i32");
    countDown(code, batch, () => {
      let first = 0;
      bands.forEach(({ group, start }, i) => {
        const ofBand = calls[i];
        within(code, first, first + ofBand.length, from, to, () => {
          this.#gather(code, g, (group * outputs + start) * 4, scratch, panel);
          ofBand.forEach(({ tile, a, c }, j) =>
            within(code, first + j, first + j + 1, from, to, () => {
              code.get(image).i32(a * 4).do("i32Add").get(panel); // prettier-ignore
              code.get(taps).i32(c * 4).do("i32Add").call(tile); // prettier-ignore
            }),
          );
        });
        first += ofBand.length;
      });
      advance(code, image, height * width * inputChannels * 4);
      advance(code, g, outputHeight * outputWidth * outputChannels * 4);
    });
  }

  #callsOf(group: number, start: number, columns: number): Call[] {
    const { kernelHeight, kernelWidth, dilationHeight, dilationWidth, inputChannels } = this.#of;
    const { inputs, outputs } = perGroup(this.#of);
    const { width } = borderedSize(this.#of);
    const { across, length } = runsOf(this.#of);
    const calls: Call[] = [];
    for (let ky = 0; ky < kernelHeight; ky++)
      for (let kx = 0; kx < across; kx++)
        for (const piece of cut(length, rowsOfTile("convolution", this.#module.fused))) {
          const tap = (group * kernelHeight + ky) * kernelWidth + kx;
          const pixel = ky * dilationHeight * width + kx * dilationWidth;
          calls.push({
            tile: this.#tile(piece.size, columns),
            a: pixel * inputChannels + group * inputs + piece.start,
            c: (tap * inputs + piece.start) * outputs + start,
          });
        }
    return calls;
  }

  #tile(rows: number, columns: number): number {
    const name = `tile ${rows} ${columns}`;
    const known = this.#tiles.get(name);
    if (known !== undefined) return known;
    const { outputHeight, outputWidth, strideHeight, strideWidth, inputChannels } = this.#of;
    const { width } = borderedSize(this.#of);
    const pixel = this.#gathers ? tileColumns : this.#of.outputChannels;
    const loops: TileLoop[] = [
      { count: outputHeight, moveA: strideHeight * width * inputChannels, moveB: outputWidth * pixel },
      { count: outputWidth, moveA: strideWidth * inputChannels, moveB: pixel },
    ];
    const rowStrideC = perGroup(this.#of).outputs;
    const shape = { rows, columns, loops, rowStrideA: 1, rowStrideC, start: "result" as const };
    const { index } = emitTile(this.#module, name, shape);
    this.#tiles.set(name, index);
    return index;
  }

  /** Whether a tile's channels lie apart: read with a stride they would fill only a part of the first-level cache. */
  get #gathers(): boolean {
    return this.#of.outputChannels > 2 * tileColumns;
  }

  /** Points `panel` at the gradient's channels from `offset` bytes on, for all pixels. */
  #gather(code: Code, g: Local, offset: number, scratch: Local, panel: Local): void {
    const { outputHeight, outputWidth, outputChannels } = this.#of;
    code.get(g).i32(offset).do("i32Add").set(panel);
    if (!this.#gathers) return;
    const target = code.local("i32");
    code.get(scratch).set(target);
    repeat(code, outputHeight * outputWidth, () => {
      for (const at of [0, 16]) code.get(target).get(panel).at("v128Load", at).at("v128Store", at);
      advance(code, panel, outputChannels * 4);
      advance(code, target, tileColumns * 4);
    });
    code.get(scratch).set(panel);
  }
}

/** Runs the body if the numbers from `first` up to `end` meet those from one local up to another. */
function within(code: Code, first: number, end: number, from: Local, to: Local, body: () => void): void {
  code.get(from).i32(end).do("i32LtS").get(to).i32(first).do("i32GtS", "i32And").if(body);
}
