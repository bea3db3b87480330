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
  const start = new WindowStart(code, of);
  const search = new Search(engine, code, of);
  eachWindow(code, of, image, 3, {
    beforeImage: () => start.firstWindow(),
    window: (at, channel) => {
      if (start.mayLieOutside) search.startWith(-Infinity, start);
      eachTap(of, (ky, kx) => search.look(at, channel, ky, kx, start.mayLieOutside || ky + kx > 0));
      code.get(start.first).do("i32x4Splat").get(search.place).do("i32x4Add").set(search.place);
      // No more than there are: what comes after may be another thread's.
      const lanes = Math.min(4, of.channels - channel);
      store(code, y, search.best, channel * 4, lanes);
      store(code, indices, search.place, channel * 4, lanes);
    },
    afterWindow: () => {
      advance(code, y, of.channels * 4);
      advance(code, indices, of.channels * 4);
      start.nextWindow();
    },
    afterRow: () => start.nextRow(),
  });
}

/** Where a window starts in its image, also where that is outside, and its first place inside. */
class WindowStart {
  readonly first: Local;
  readonly inside: Local;
  readonly mayLieOutside: boolean;
  readonly #code: Code;
  readonly #of: MaxPooling2d;
  readonly #top: Local;
  readonly #left: Local;

  constructor(code: Code, of: MaxPooling2d) {
    this.#code = code;
    this.#of = of;
    this.mayLieOutside = of.paddingTop > 0 || of.paddingLeft > 0;
    [this.first, this.inside, this.#top, this.#left] = code.many(4, "i32") as [Local, Local, Local, Local];
  }

  firstWindow(): void {
    this.#code.i32(-this.#of.paddingTop).set(this.#top).i32(-this.#of.paddingLeft).set(this.#left);
    this.#locate();
  }

  nextWindow(): void {
    advance(this.#code, this.#left, this.#of.strideWidth);
    this.#locate();
  }

  nextRow(): void {
    advance(this.#code, this.#top, this.#of.strideHeight);
    this.#code.i32(-this.#of.paddingLeft).set(this.#left);
    this.#locate();
  }

  #locate(): void {
    const { inputWidth, dilationHeight, dilationWidth } = this.#of;
    const code = this.#code;
    code.get(this.#top).i32(inputWidth).do("i32Mul").get(this.#left).do("i32Add").set(this.first);
    if (!this.mayLieOutside) return;
    firstInside(code, this.#top, dilationHeight).i32(inputWidth).do("i32Mul");
    firstInside(code, this.#left, dilationWidth).do("i32Add").set(this.inside);
  }
}

/** Pushes where the first tap that is not before the image lies, for a window that starts at a place that may be before it. */
function firstInside(code: Code, start: Local, dilation: number): Code {
  const past = code.local("i32");
  code.get(start).i32(dilation).do("i32RemS").set(past);
  // A remainder below 0 is one dilation short.
  code.get(past).get(past).i32(31).do("i32ShrS").i32(dilation).do("i32And", "i32Add").set(past);
  return code.get(start).get(past).get(start).i32(0).do("i32GtS", "select");
}

/** The largest number so far in each of four channels of a window, and where it lies behind the window's start. */
class Search {
  readonly best: Local;
  readonly place: Local;
  readonly #value: Local;
  readonly #better: Local;
  readonly #engine: Engine;
  readonly #code: Code;
  readonly #of: MaxPooling2d;

  constructor(engine: Engine, code: Code, of: MaxPooling2d) {
    this.#engine = engine;
    this.#code = code;
    this.#of = of;
    [this.best, this.place, this.#value, this.#better] = code.many(4, "v128") as [Local, Local, Local, Local];
  }

  /** Nothing but a number that any other wins against; if none does, it lies at the window's first place inside. */
  startWith(least: number, { first, inside }: WindowStart): void {
    this.#code.f32(least).do("f32x4Splat").set(this.best);
    this.#code.get(inside).get(first).do("i32Sub", "i32x4Splat").set(this.place);
  }

  /** Looks at one place of the window; without `compares` it is the first one, and wins. */
  look(at: Local, channel: number, ky: number, kx: number, compares: boolean): void {
    const { dilationHeight, dilationWidth, channels, inputWidth } = this.#of;
    const [code, { width }] = [this.#code, borderedSize(this.#of)];
    const place = ky * dilationHeight * inputWidth + kx * dilationWidth;
    code.get(at);
    code.at("v128Load", ((ky * dilationHeight * width + kx * dilationWidth) * channels + channel) * 4);
    code.set(compares ? this.#value : this.best);
    code.i32(0).at("v128Load", this.#engine.integer(place));
    if (!compares) code.set(this.place);
    else this.#takeBetter();
  }

  /** Takes the place from the stack. A number wins if it is larger, or if it is the first NaN. */
  #takeBetter(): void {
    const [code, best, value, better] = [this.#code, this.best, this.#value, this.#better];
    code.get(this.place).get(best).get(best).do("f32x4Eq").get(value).get(best).do("f32x4Le", "v128AndNot");
    code.tee(better).do("bitselect").set(this.place);
    code.get(value).get(best).get(better).do("bitselect").set(best);
  }
}
