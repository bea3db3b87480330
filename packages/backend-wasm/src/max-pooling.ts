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
    code.get(top).i32(of.inputWidth).do("i32Mul").get(left).do("i32Add").tee(first).set(nearest);
    if (of.paddingTop === 0 && of.paddingLeft === 0) return;
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

function atLeastZero(code: Code, local: Local): Code {
  return code.get(local).i32(0).get(local).i32(0).do("i32GtS", "select");
}
