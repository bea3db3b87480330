import type { AveragePooling2d, MaxPooling2d, Pooling2d } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import type { Code, Local } from "./emitter/code.ts";
import { advance, countDown, repeat } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";
import { landing, withBorder, type Border } from "./image.ts";
import { toChannelsLast } from "./layout.ts";

type Buffers = readonly WasmBuffer[];

interface Dilated extends Pooling2d {
  readonly dilationHeight: number;
  readonly dilationWidth: number;
}

/** The largest number in each window, and where it lies in its channel's image. */
export function maxPool2d(engine: Engine, [y, indices]: Buffers, [x]: Buffers, of: MaxPooling2d): void {
  const layout = { batch: of.batch, channels: of.channels, pixels: of.outputHeight * of.outputWidth };
  y.layout = indices.layout = layout;
  if (y.size === 0) return;
  const image = bordered(engine, x, of, -Infinity);
  const kernel = engine.splittable(`maxPool2d ${Object.values({ ...of, batch: 0 }).join(" ")}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32"]);
    emitMaxPool(code, of);
  });
  const [size, seen] = [y.size / of.batch, image.size];
  engine.split(kernel, of.batch, (y.size * of.kernelHeight * of.kernelWidth) / 2000, (from, to) => [
    image.pointer + from * seen * 4,
    y.pointer + from * size * 4,
    indices.pointer + from * size * 4,
    to - from,
  ]);
  image.free();
}

/** (image, y, indices, batch) */
function emitMaxPool(code: Code, of: MaxPooling2d): void {
  const [image, y, indices] = [0, 1, 2];
  const { width } = borderedSize(of);
  const [best, place, value, better] = code.many(4, "v128");
  // Where the window starts, also outside of the image, and the nearest place inside: the answer if all is −∞.
  const [top, left, first, nearest] = code.many(4, "i32");
  const locate = () => {
    code.get(top).i32(of.inputWidth).do("i32Mul").get(left).do("i32Add").set(first);
    atLeastZero(code, top).i32(of.inputWidth).do("i32Mul");
    atLeastZero(code, left).do("i32Add").set(nearest);
  };
  eachWindow(code, of, image, 3, {
    beforeImage: () => {
      code.i32(-of.paddingTop).set(top).i32(-of.paddingLeft).set(left);
      locate();
    },
    window: (at, channel) => {
      code.f32(-Infinity).do("f32x4Splat").set(best).get(nearest).do("i32x4Splat").set(place);
      eachTap(of, (ky, kx) => {
        const [dy, dx] = [ky * of.dilationHeight, kx * of.dilationWidth];
        code
          .get(at)
          .at("v128Load", ((dy * width + dx) * of.channels + channel) * 4)
          .set(value);
        // A number wins if it is larger, or if it is the first NaN; the first number wins against nothing.
        code
          .get(value)
          .get(best)
          .do("f32x4Le", "v128Not")
          .get(best)
          .get(best)
          .do("f32x4Eq", "v128And")
          .set(better);
        code.get(value).get(best).get(better).do("bitselect").set(best);
        code
          .get(first)
          .i32(dy * of.inputWidth + dx)
          .do("i32Add", "i32x4Splat")
          .get(place)
          .get(better)
          .do("bitselect")
          .set(place);
      });
      code
        .get(y)
        .get(best)
        .at("v128Store", channel * 4);
      code
        .get(indices)
        .get(place)
        .at("v128Store", channel * 4);
    },
    afterWindow: () => {
      advance(code, y, of.channels * 4);
      advance(code, indices, of.channels * 4);
      advance(code, left, of.strideWidth);
      locate();
    },
    afterRow: () => {
      advance(code, top, of.strideHeight);
      code.i32(-of.paddingLeft).set(left);
      locate();
    },
  });
}

function atLeastZero(code: Code, local: Local): Code {
  return code.get(local).i32(0).get(local).i32(0).do("i32GtS", "select");
}

/** The mean of each window. */
export function avgPool2d(engine: Engine, [y]: Buffers, [x]: Buffers, of: AveragePooling2d): void {
  y.layout = { batch: of.batch, channels: of.channels, pixels: of.outputHeight * of.outputWidth };
  if (y.size === 0) return;
  const dilated = { ...of, dilationHeight: 1, dilationWidth: 1 };
  const image = bordered(engine, x, dilated, 0);
  const shares = sharesOf(engine, of);
  const run = engine.kernel(`avgPool2d ${Object.values({ ...dilated, batch: 0 }).join(" ")}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32"]);
    emitAverage(code, dilated);
  });
  run(image.pointer, y.pointer, shares, of.batch);
  image.free();
  engine.heap.free(shares);
}

/** (image, y, shares, batch) */
function emitAverage(code: Code, of: Dilated): void {
  const [image, y, shares] = [0, 1, 2];
  const { width } = borderedSize(of);
  const sum = code.local("v128");
  const share = code.local("i32");
  eachWindow(code, of, image, 3, {
    beforeImage: () => code.get(shares).set(share),
    window: (at, channel) => {
      code.f32(0).do("f32x4Splat").set(sum);
      eachTap(of, (ky, kx) =>
        code
          .get(sum)
          .get(at)
          .at("v128Load", ((ky * width + kx) * of.channels + channel) * 4)
          .do("f32x4Add")
          .set(sum),
      );
      code
        .get(y)
        .get(sum)
        .get(share)
        .at("load32Splat")
        .do("f32x4Mul")
        .at("v128Store", channel * 4);
    },
    afterWindow: () => {
      advance(code, y, of.channels * 4);
      advance(code, share, 4);
    },
    afterRow: () => {},
  });
}

/** Each window's gradient, shared among its places. */
export function avgPool2dGradient(engine: Engine, [dx]: Buffers, [g]: Buffers, of: AveragePooling2d): void {
  const { batch, channels, inputHeight, inputWidth, outputHeight, outputWidth } = of;
  dx.layout = { batch, channels, pixels: inputHeight * inputWidth };
  engine.floats.fill(0, dx.pointer / 4, dx.pointer / 4 + dx.size);
  if (dx.size === 0 || g.size === 0) return;
  toChannelsLast(engine, g, { batch, channels, pixels: outputHeight * outputWidth });
  const shares = sharesOf(engine, of);
  const run = engine.kernel(`avgPool2dGradient ${Object.values({ ...of, batch: 0 }).join(" ")}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32"]);
    emitAverageGradient(code, of);
  });
  run(g.pointer, dx.pointer, shares, batch);
  engine.heap.free(shares);
}

/** (g, dx, shares, batch): windows are cut to the image, number by number of each channel. */
function emitAverageGradient(code: Code, of: AveragePooling2d): void {
  const [g, dx, shares, batch] = [0, 1, 2, 3];
  const [channel, share] = code.many(2, "i32");
  const value = code.local("f32");
  countDown(code, batch, () => {
    code.get(shares).set(share);
    for (let oy = 0; oy < of.outputHeight; oy++)
      for (let ox = 0; ox < of.outputWidth; ox++) {
        const rows = landing(of.kernelHeight, of.inputHeight, oy * of.strideHeight - of.paddingTop, 1);
        const columns = landing(of.kernelWidth, of.inputWidth, ox * of.strideWidth - of.paddingLeft, 1);
        code.i32(0).set(channel);
        code.loop(() => {
          code
            .get(g)
            .get(channel)
            .do("i32Add")
            .at("f32Load")
            .get(share)
            .at("f32Load")
            .do("f32Mul")
            .set(value);
          for (let y = rows.at; y < rows.at + rows.count; y++)
            for (let x = columns.at; x < columns.at + columns.count; x++) {
              const offset = (y * of.inputWidth + x) * of.channels * 4;
              code.get(dx).get(channel).do("i32Add").get(dx).get(channel).do("i32Add").at("f32Load", offset);
              code.get(value).do("f32Add").at("f32Store", offset);
            }
          code
            .get(channel)
            .i32(4)
            .do("i32Add")
            .tee(channel)
            .i32(of.channels * 4)
            .do("i32LtS")
            .branchIf(0);
        });
        advance(code, g, of.channels * 4);
        advance(code, share, 4);
      }
    advance(code, dx, of.inputHeight * of.inputWidth * of.channels * 4);
  });
}

interface WindowBody {
  readonly beforeImage: () => void;
  /** The window that starts at an address, for four channels. */
  readonly window: (at: Local, channel: number) => void;
  readonly afterWindow: () => void;
  readonly afterRow: () => void;
}

/** All windows of all images: `image` moves along, four channels at a time. */
function eachWindow(code: Code, of: Dilated, image: Local, batch: Local, body: WindowBody): void {
  const { width, height } = borderedSize(of);
  const at = code.local("i32");
  const start = code.local("i32");
  countDown(code, batch, () => {
    code.get(image).set(start);
    body.beforeImage();
    repeat(code, of.outputHeight, () => {
      code.get(start).set(at);
      repeat(code, of.outputWidth, () => {
        // The last vector may reach into the next window's numbers, which come later.
        for (let channel = 0; channel < of.channels; channel += 4) body.window(at, channel);
        body.afterWindow();
        advance(code, at, of.strideWidth * of.channels * 4);
      });
      body.afterRow();
      advance(code, start, of.strideHeight * width * of.channels * 4);
    });
    advance(code, image, height * width * of.channels * 4);
  });
}

function eachTap(of: Pooling2d, body: (ky: number, kx: number) => void): void {
  for (let ky = 0; ky < of.kernelHeight; ky++) for (let kx = 0; kx < of.kernelWidth; kx++) body(ky, kx);
}

/** As much of the image as the windows see. */
function borderedSize(of: Dilated) {
  return {
    height: (of.outputHeight - 1) * of.strideHeight + of.dilationHeight * (of.kernelHeight - 1) + 1,
    width: (of.outputWidth - 1) * of.strideWidth + of.dilationWidth * (of.kernelWidth - 1) + 1,
  };
}

function bordered(engine: Engine, x: WasmBuffer, of: Dilated, value: number) {
  const { batch, channels, inputHeight: height, inputWidth: width } = of;
  toChannelsLast(engine, x, { batch, channels, pixels: height * width });
  const { height: outerHeight, width: outerWidth } = borderedSize(of);
  const size = outerHeight * outerWidth * channels;
  if (outerHeight === height && outerWidth === width && of.paddingTop === 0 && of.paddingLeft === 0)
    return { pointer: x.pointer, size, free() {} };
  const border: Border = {
    batch,
    channels,
    height,
    width,
    outerHeight,
    outerWidth,
    top: of.paddingTop,
    left: of.paddingLeft,
    stepHeight: 1,
    stepWidth: 1,
  };
  const pointer = withBorder(engine, x.pointer, border, value);
  return { pointer, size, free: () => engine.heap.free(pointer) };
}

/** One over the number of places that each window counts, [output height, output width]. */
function sharesOf(engine: Engine, of: AveragePooling2d): number {
  const pointer = engine.heap.alloc(of.outputHeight * of.outputWidth * 4);
  const floats = engine.floats;
  for (let oy = 0; oy < of.outputHeight; oy++)
    for (let ox = 0; ox < of.outputWidth; ox++) {
      const down = counted(
        of.kernelHeight,
        of.inputHeight,
        oy * of.strideHeight - of.paddingTop,
        of.paddingTop,
        of.countPadding,
      );
      const across = counted(
        of.kernelWidth,
        of.inputWidth,
        ox * of.strideWidth - of.paddingLeft,
        of.paddingLeft,
        of.countPadding,
      );
      floats[pointer / 4 + oy * of.outputWidth + ox] = 1 / (down * across);
    }
  return pointer;
}

/** How many places of a window lie on the image, or with its padding, which is the same on both sides. */
function counted(
  kernel: number,
  size: number,
  first: number,
  padding: number,
  countPadding: boolean,
): number {
  if (countPadding) return Math.min(first + kernel, size + padding) - first;
  return landing(kernel, size, first, 1).count;
}
