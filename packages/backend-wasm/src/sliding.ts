import type { Activated } from "@piecewise/spec";
import { activate, activationKey } from "./activate.ts";
import { advance, countDown, repeat } from "./emitter/loops.ts";
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
    const pieces = cut(s.columns, rowsOfTile("convolution", engine.fused));
    const bands = [...bandsOf(s.results)];
    const tiles = new Map<string, number>();
    const tileFor = (rows: number, columns: number) => {
      const id = `${rows} ${columns}`;
      const shape = {
        rows,
        columns,
        loops: s.loops,
        rowStrideA: s.columnMove,
        rowStrideC: s.resultChannels,
        last,
        start: s.hasBias ? ("bias" as const) : ("zero" as const),
      };
      if (!tiles.has(id)) tiles.set(id, emitTile(module, `tile ${id}`, shape).index);
      return tiles.get(id)!;
    };
    for (const { size } of pieces) for (const band of bands) tileFor(size, band.size);
    const { code } = module.function("run", ["i32", "i32", "i32", "i32", "i32"]);
    const [image, taps, y, batch, bias] = [0, 1, 2, 3, 4];
    countDown(code, batch, () => {
      repeat(code, s.rows, () => {
        for (let g = 0; g < s.groups; g++)
          for (const [b, band] of bands.entries())
            for (const piece of pieces) {
              code
                .get(image)
                .i32((piece.start * s.columnMove + g * s.groupMoveA) * 4)
                .do("i32Add");
              code
                .get(taps)
                .i32(((g * bands.length + b) * s.panel + s.startB) * 4)
                .do("i32Add");
              code
                .get(y)
                .i32((piece.start * s.resultChannels + g * s.results + band.start) * 4)
                .do("i32Add");
              if (s.hasBias)
                code
                  .get(bias)
                  .i32((g * s.results + band.start) * 4)
                  .do("i32Add");
              code.call(tileFor(piece.size, band.size));
            }
        advance(code, image, s.rowMove * 4);
        advance(code, y, s.columns * s.resultChannels * 4);
      });
      advance(code, image, (s.imageSize - s.rows * s.rowMove) * 4);
    });
  });
  return { kernel, imageSize: s.imageSize };
}

/** Channels in bands of a tile's width. */
export function* bandsOf(channels: number) {
  for (let start = 0; start < channels; start += tileColumns)
    yield { start, size: Math.min(tileColumns, channels - start) };
}
