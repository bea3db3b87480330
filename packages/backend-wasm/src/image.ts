import type { Window2d } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import type { Code, Local } from "./emitter/code.ts";
import { advance, countDown, repeat } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";
import { toChannelsLast } from "./layout.ts";
import { store } from "./tile.ts";

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

/** Copies images into larger ones filled with `value`; both have their channels last. Threads share the images out. */
export function withBorder(engine: Engine, source: number, border: Border, value: number): number {
  const { batch, channels, height, width, outerHeight, outerWidth } = border;
  const [size, outerSize] = [height * width * channels, outerHeight * outerWidth * channels];
  const target = engine.heap.alloc(batch * outerSize * 4);
  if (batch === 0 || outerSize === 0) return target;
  const key = `border ${value} ${Object.values({ ...border, batch: 0 }).join(" ")}`;
  const kernel = engine.splittable(key, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32"]);
    new BorderEmitter(code, border, value).emit();
  });
  engine.split(kernel, batch, (batch * outerSize) / 8000, (from, to) => [
    source + from * size * 4,
    target + from * outerSize * 4,
    to - from,
  ]);
  return target;
}

/** (source, target, images): writes each number of the larger images once, from the first to the last. */
class BorderEmitter {
  readonly #code: Code;
  readonly #border: Border;
  readonly #value: Local;
  readonly #vector: Local;

  constructor(code: Code, border: Border, value: number) {
    this.#code = code;
    this.#border = border;
    this.#vector = code.local("v128");
    this.#value = code.local("v128");
    code.f32(value).do("f32x4Splat").set(this.#value);
  }

  emit(): void {
    const { height, width, channels, outerHeight, outerWidth, stepHeight, stepWidth } = this.#border;
    const [source, target, images] = [0, 1, 2];
    const rows = landing(height, outerHeight, this.#border.top, stepHeight);
    const columns = landing(width, outerWidth, this.#border.left, stepWidth);
    const isEmpty = rows.count === 0 || columns.count === 0;
    if (isEmpty) return this.#emitEmpty(target, images);
    const from = this.#code.local("i32");
    // One row of the image, and the rows of border up to the next.
    const row = () => {
      this.#row(from, target, columns);
      advance(this.#code, from, width * channels * 4);
    };
    const lastRow = rows.at + (rows.count - 1) * stepHeight;
    countDown(this.#code, images, () => {
      this.#fill(target, rows.at * outerWidth * channels);
      this.#code
        .get(source)
        .i32((rows.from * width + columns.from) * channels * 4)
        .do("i32Add")
        .set(from);
      repeat(this.#code, rows.count - 1, () => {
        row();
        this.#fill(target, (stepHeight - 1) * outerWidth * channels);
      });
      row();
      this.#fill(target, (outerHeight - lastRow - 1) * outerWidth * channels);
      advance(this.#code, source, height * width * channels * 4);
    });
  }

  #emitEmpty(target: Local, images: Local): void {
    const { channels, outerHeight, outerWidth } = this.#border;
    countDown(this.#code, images, () => this.#fill(target, outerHeight * outerWidth * channels));
  }

  #row(from: Local, target: Local, columns: { readonly at: number; readonly count: number }): void {
    const { channels, outerWidth, stepWidth } = this.#border;
    const last = columns.at + (columns.count - 1) * stepWidth;
    this.#fill(target, columns.at * channels);
    if (stepWidth === 1) this.#copy(from, target, columns.count * channels);
    else {
      repeat(this.#code, columns.count - 1, () => {
        this.#copy(from, target, channels);
        this.#fill(target, (stepWidth - 1) * channels);
      });
      this.#copy(from, target, channels);
    }
    // The source goes on from the start of its next row.
    advance(this.#code, from, -columns.count * channels * 4);
    this.#fill(target, (outerWidth - last - 1) * channels);
  }

  /** Copies so many numbers and moves both pointers behind them. */
  #copy(from: Local, target: Local, count: number): void {
    this.#vectors(target, count, (offset) => this.#code.get(from).at("v128Load", offset).set(this.#vector), this.#vector, from); // prettier-ignore
  }

  /** Writes the value so many times and moves the pointer behind it. */
  #fill(target: Local, count: number): void {
    this.#vectors(target, count, () => {}, this.#value);
  }

  #vectors(target: Local, count: number, load: (offset: number) => void, vector: Local, from?: Local): void {
    const code = this.#code;
    const move = (bytes: number) => {
      advance(code, target, bytes);
      if (from !== undefined) advance(code, from, bytes);
    };
    const piece = (offset: number, lanes: number) => {
      load(offset);
      store(code, target, vector, offset, lanes);
    };
    const rest = count % together;
    repeat(code, (count - rest) / together, () => {
      for (let i = 0; i < together; i += 4) piece(i * 4, 4);
      move(together * 4);
    });
    for (let i = 0; i < rest; i += 4) piece(i * 4, Math.min(4, rest - i));
    move(rest * 4);
  }
}

/** How many numbers a turn of a copying loop moves. */
const together = 16;

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
