import type { AveragePooling2d } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import type { Code } from "./emitter/code.ts";
import { advance, countDown } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";
import { bordered, borderedSize, landing } from "./image.ts";
import { toChannelsLast } from "./layout.ts";
import { eachTap, eachWindow, type PoolingWindows } from "./windows.ts";

type Buffers = readonly WasmBuffer[];

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
function emitAverage(code: Code, of: PoolingWindows): void {
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
