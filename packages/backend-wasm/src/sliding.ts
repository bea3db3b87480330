import type { Activated } from "@piecewise/spec";
import { activate, activationKey, type LastStep } from "./activate.ts";
import type { Code, Local } from "./emitter/code.ts";
import { advance, countDown, repeat } from "./emitter/loops.ts";
import type { Module } from "./emitter/module.ts";
import type { Engine, Kernel } from "./engine.ts";
import { cut, emitTile, rowsOfTile, type TileLoop } from "./tile.ts";

/** How many channels a block of sums in registers has. */
export const tileColumns = 8;

/** A window that slides over images and gives some channels at each of its positions. All moves are in numbers. */
export interface Sliding {
  readonly groups: number;
  readonly loops: readonly TileLoop[];
  readonly rows: number;
  readonly columns: number;
  readonly rowMove: number;
  readonly columnMove: number;
  readonly imageSize: number;
  readonly groupMoveA: number;
  /** Where in a panel of taps the sums start, and how large a panel is: there is one for each band of each group. */
  readonly startB: number;
  readonly panel: number;
  /** Channels of the result in each group, and in all. */
  readonly results: number;
  readonly resultChannels: number;
  /** Whether each channel of the result starts from a number of its own. */
  readonly hasBias: boolean;
  /** What each number of the result goes through before it is stored. */
  readonly activation?: Activated["activation"] | undefined;
}

/** A sliding kernel (image, taps, y, batch, bias), and how many numbers an image has. */
export interface Slider {
  readonly kernel: Kernel;
  readonly imageSize: number;
}

export function slidingOf(engine: Engine, name: string, s: Sliding): Slider {
  const kernel = engine.splittable(`${name} ${activationKey(s)}`, (module) => {
    const last = s.activation === undefined ? undefined : activate(engine, module, s.activation.formula);
    new SlidingEmitter(module, s, last).emit();
  });
  return { kernel, imageSize: s.imageSize };
}

/** (image, taps, y, batch, bias): pixels of a row in pieces, channels in bands, a tile for each of both. */
class SlidingEmitter {
  readonly #module: Module;
  readonly #sliding: Sliding;
  readonly #last: LastStep | undefined;
  readonly #tiles = new Map<string, number>();

  constructor(module: Module, sliding: Sliding, last: LastStep | undefined) {
    this.#module = module;
    this.#sliding = sliding;
    this.#last = last;
  }

  emit(): void {
    const s = this.#sliding;
    const pieces = cut(s.columns, rowsOfTile("convolution", this.#module.fused));
    const bands = [...bandsOf(s.results)];
    // Functions come before the one that calls them.
    for (const { size } of pieces) for (const band of bands) this.#tile(size, band.size);
    const { code } = this.#module.function("run", ["i32", "i32", "i32", "i32", "i32"]);
    const [image, y, batch] = [0, 2, 3];
    countDown(code, batch, () => {
      repeat(code, s.rows, () => {
        for (let group = 0; group < s.groups; group++)
          bands.forEach((band, i) => {
            const panel = group * bands.length + i;
            const channel = group * s.results + band.start;
            for (const piece of pieces)
              this.#call(code, this.#tile(piece.size, band.size), {
                pixel: piece.start,
                group,
                panel,
                channel,
              });
          });
        advance(code, image, s.rowMove * 4);
        advance(code, y, s.columns * s.resultChannels * 4);
      });
      advance(code, image, (s.imageSize - s.rows * s.rowMove) * 4);
    });
  }

  #tile(rows: number, columns: number): number {
    const name = `tile ${rows} ${columns}`;
    const known = this.#tiles.get(name);
    if (known !== undefined) return known;
    const { loops, columnMove: rowStrideA, resultChannels: rowStrideC, hasBias } = this.#sliding;
    const start = hasBias ? "bias" : "zero";
    const tile = { rows, columns, loops, rowStrideA, rowStrideC, last: this.#last, start } as const;
    const { index } = emitTile(this.#module, name, tile);
    this.#tiles.set(name, index);
    return index;
  }

  #call(code: Code, tile: number, at: Place): void {
    const [image, taps, y, bias] = [0, 1, 2, 4];
    const s = this.#sliding;
    const push = (pointer: Local, numbers: number) => code.get(pointer).i32(numbers * 4).do("i32Add"); // prettier-ignore
    push(image, at.pixel * s.columnMove + at.group * s.groupMoveA);
    push(taps, at.panel * s.panel + s.startB);
    push(y, at.pixel * s.resultChannels + at.channel);
    if (s.hasBias) push(bias, at.channel);
    code.call(tile);
  }
}

/** Where a tile of the result begins: its first pixel in the row, its group, its panel of taps, its first channel. */
interface Place {
  readonly pixel: number;
  readonly group: number;
  readonly panel: number;
  readonly channel: number;
}

/** Channels in bands of a tile's width. */
export function* bandsOf(channels: number) {
  for (let start = 0; start < channels; start += tileColumns)
    yield { start, size: Math.min(tileColumns, channels - start) };
}
