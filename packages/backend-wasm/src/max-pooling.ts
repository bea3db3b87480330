import type { MaxPooling2d } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import type { Code, Local } from "./emitter/code.ts";
import { advance } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";
import { bordered, borderedSize } from "./image.ts";
import { store } from "./tile.ts";
import { eachTap, eachWindow } from "./windows.ts";

type Buffers = readonly WasmBuffer[];

/** The largest number in each window, and where it lies in its channel's image. */
export function maxPool2d(engine: Engine, [y, indices]: Buffers, [x]: Buffers, of: MaxPooling2d): void {
  const layout = { batch: of.batch, channels: of.channels, pixels: of.outputHeight * of.outputWidth };
  y.layout = indices.layout = layout;
  if (y.size === 0) return;
  const image = bordered(engine, x, of, -Infinity);
  const kernel = engine.splittable(`maxPool2d ${Object.values({ ...of, batch: 0 }).join(" ")}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32"]);
    emitMaxPool(engine, code, of);
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

/**
 * (image, y, indices, batch). While a window is searched, a place is how far behind the window's first pixel it lies, so
 * that it is a constant; where the window starts is added at the end.
 */
function emitMaxPool(engine: Engine, code: Code, of: MaxPooling2d): void {
  const [image, y, indices] = [0, 1, 2];
  const { width } = borderedSize(of);
  const [best, place, value, better] = code.many(4, "v128");
  // Where the window starts, also outside of the image, and its first place inside: the answer if all is −∞.
  const [top, left, first, nearest] = code.many(4, "i32");
  const isPadded = of.paddingTop > 0 || of.paddingLeft > 0;
  const locate = () => {
    code.get(top).i32(of.inputWidth).do("i32Mul").get(left).do("i32Add").tee(first).set(nearest);
    if (!isPadded) return;
    firstInside(code, top, of.dilationHeight).i32(of.inputWidth).do("i32Mul");
    firstInside(code, left, of.dilationWidth).do("i32Add").set(nearest);
  };
  const load = (at: Local, channel: number, ky: number, kx: number) =>
    code
      .get(at)
      .at("v128Load", ((ky * of.dilationHeight * width + kx * of.dilationWidth) * of.channels + channel) * 4);
  const offset = (ky: number, kx: number) =>
    code
      .i32(0)
      .at("v128Load", engine.integer(ky * of.dilationHeight * of.inputWidth + kx * of.dilationWidth));
  const takeBetter = (ky: number, kx: number) => {
    // A number wins if it is larger, or if it is the first NaN.
    code.get(best).get(best).do("f32x4Eq").get(value).get(best).do("f32x4Le", "v128AndNot").set(better);
    code.get(value).get(best).get(better).do("bitselect").set(best);
    offset(ky, kx).get(place).get(better).do("bitselect").set(place);
  };
  eachWindow(code, of, image, 3, {
    beforeImage: () => {
      code.i32(-of.paddingTop).set(top).i32(-of.paddingLeft).set(left);
      locate();
    },
    window: (at, channel) => {
      if (isPadded) {
        code.f32(-Infinity).do("f32x4Splat").set(best);
        code.get(nearest).get(first).do("i32Sub", "i32x4Splat").set(place);
      }
      eachTap(of, (ky, kx) => {
        load(at, channel, ky, kx);
        if (isPadded || ky + kx > 0) {
          code.set(value);
          takeBetter(ky, kx);
        } else {
          code.set(best);
          offset(0, 0).set(place);
        }
      });
      code.get(first).do("i32x4Splat").get(place).do("i32x4Add").set(place);
      // No more than there are: what comes after may be another thread's.
      const lanes = Math.min(4, of.channels - channel);
      store(code, y, best, channel * 4, lanes);
      store(code, indices, place, channel * 4, lanes);
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

/** Pushes where the first tap that is not before the image lies, for a window that starts at a place that may be before it. */
function firstInside(code: Code, start: Local, dilation: number): Code {
  const past = code.local("i32");
  code.get(start).i32(dilation).do("i32RemS").set(past);
  // A remainder below 0 is one dilation short.
  code.get(past).get(past).i32(31).do("i32ShrS").i32(dilation).do("i32And", "i32Add").set(past);
  return code.get(start).get(past).get(start).i32(0).do("i32GtS", "select");
}
