import type { Window2d } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { advance, countDown, repeat } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";
import { toChannelsLast } from "./layout.ts";

/** How images [batch, height, width, channels] are laid into larger ones, with a border and perhaps gaps. */
export interface Border {
  readonly batch: number;
  readonly channels: number;
  /** The image that is copied. */
  readonly height: number;
  readonly width: number;
  /** The image it is copied into. */
  readonly outerHeight: number;
  readonly outerWidth: number;
  /** Where the first row and column go; negative ones are left out. */
  readonly top: number;
  readonly left: number;
  /** How far apart rows and columns land: more than 1 leaves gaps. */
  readonly stepHeight: number;
  readonly stepWidth: number;
}

/** Which rows (or columns) of an image land inside the larger one, and where the first of them lands. */
export function landing(size: number, outer: number, first: number, step: number) {
  const skipped = Math.max(0, Math.ceil(-first / step));
  const end = Math.min(size, Math.ceil((outer - first) / step));
  return { from: skipped, count: Math.max(0, end - skipped), at: first + skipped * step };
}

/** Copies images into larger ones filled with `value`; both have their channels last. */
export function withBorder(engine: Engine, source: number, border: Border, value: number): number {
  const { batch, channels, outerHeight, outerWidth } = border;
  const target = engine.heap.alloc(batch * outerHeight * outerWidth * channels * 4);
  const rows = landing(border.height, outerHeight, border.top, border.stepHeight);
  const columns = landing(border.width, outerWidth, border.left, border.stepWidth);
  const size = batch * outerHeight * outerWidth * channels;
  engine.floats.fill(value, target / 4, target / 4 + size);
  if (rows.count === 0 || columns.count === 0 || batch === 0) return target;
  const run = engine.kernel(`border ${Object.values({ ...border, batch: 0 }).join(" ")}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32"]);
    const [from, to, images] = [0, 1, 2];
    const [s, t] = code.many(2, "i32");
    const together = border.stepWidth === 1 ? columns.count : 1;
    countDown(code, images, () => {
      code
        .get(from)
        .i32((rows.from * border.width + columns.from) * channels * 4)
        .do("i32Add")
        .set(s);
      code
        .get(to)
        .i32((rows.at * outerWidth + columns.at) * channels * 4)
        .do("i32Add")
        .set(t);
      repeat(code, rows.count, () => {
        repeat(code, columns.count / together, () => {
          code
            .get(t)
            .get(s)
            .i32(together * channels * 4)
            .copy();
          advance(code, s, together * channels * 4);
          advance(code, t, together * border.stepWidth * channels * 4);
        });
        advance(code, s, (border.width - columns.count) * channels * 4);
        advance(code, t, (outerWidth * border.stepHeight - columns.count * border.stepWidth) * channels * 4);
      });
      advance(code, from, border.height * border.width * channels * 4);
      advance(code, to, outerHeight * outerWidth * channels * 4);
    });
  });
  run(source, target, batch);
  return target;
}

/** A window over images, with the distance of its taps. */
export interface Windows extends Window2d {
  readonly dilationHeight: number;
  readonly dilationWidth: number;
}

/** As much of an image as its windows see. */
export function borderedSize(of: Windows) {
  return {
    height: (of.outputHeight - 1) * of.strideHeight + of.dilationHeight * (of.kernelHeight - 1) + 1,
    width: (of.outputWidth - 1) * of.strideWidth + of.dilationWidth * (of.kernelWidth - 1) + 1,
  };
}

/** Images as their windows see them, with a border of `value`: a copy, or the images themselves where they need none. */
export function bordered(engine: Engine, x: WasmBuffer, of: Windows, value: number) {
  const { batch, inputHeight: height, inputWidth: width, paddingTop: top, paddingLeft: left } = of;
  const channels = x.size / (batch * height * width);
  toChannelsLast(engine, x, { batch, channels, pixels: height * width });
  const { height: outerHeight, width: outerWidth } = borderedSize(of);
  const size = outerHeight * outerWidth * channels;
  const fits = outerHeight === height && outerWidth === width && top === 0 && left === 0;
  if (fits) return { pointer: x.pointer, size, free: () => {} };
  const border = {
    batch,
    channels,
    height,
    width,
    outerHeight,
    outerWidth,
    top,
    left,
    stepHeight: 1,
    stepWidth: 1,
  };
  const pointer = withBorder(engine, x.pointer, border, value);
  return { pointer, size, free: () => engine.heap.free(pointer) };
}
