import { advance, Block, cut, emitTile, repeat } from "./backend-parts.ts";
import { eachRow, imageBytes, pixelBytes, rowBytes, start, type Images } from "./images.ts";
import type { Kernel, Operand, StaticStep } from "./static-step.ts";

const tileRows = 4;
const tileColumns = 8;
/** The parameters of the kernels: addresses that move on as they work. */
const [a, b, c] = [0, 1, 2];

/** 3×3 with padding 1: from padded images to others of the same size. The weight is [3 · 3 · inputs, outputs]. */
export interface Convolution {
  readonly images: number;
  readonly from: Images;
  readonly to: Images;
}

/** y = x convolved with the weight. Tiles of neighbouring pixels by 8 channels stay in registers. */
export function convolve(
  step: StaticStep,
  operands: readonly [x: Operand, weight: Operand, y: Operand],
  { images, from, to }: Convolution,
): void {
  const [inputs, outputs] = [from.channels, to.channels];
  const loops = [
    { count: 3, moveA: rowBytes(from) / 4, moveB: 3 * inputs * outputs },
    { count: 3 * inputs, moveA: 1, moveB: outputs },
  ];
  const pieces = cut(to.size, tileRows);
  step.kernel(operands, (kernel) => {
    const { code } = kernel;
    const shape = { loops, rowStrideA: inputs, rowStrideC: outputs, start: "zero" as const };
    const tile = tilesOf(kernel, shape, pieces);
    const walkers = [
      { pointer: a, images: from, isAtCorner: true },
      { pointer: c, images: to },
    ];
    eachRow(code, images, to.size, walkers, () => {
      for (let j = 0; j < outputs; j += tileColumns)
        for (const { start: x, size } of pieces) {
          code
            .get(a)
            .i32(x * pixelBytes(from))
            .do("i32Add");
          code
            .get(b)
            .i32(j * 4)
            .do("i32Add");
          code
            .get(c)
            .i32(x * pixelBytes(to) + j * 4)
            .do("i32Add")
            .call(tile(size));
        }
    });
  });
}

/** The gradient by the weight, from padded images and the gradient of the output, summed over pixels and images. */
export function convolveByWeight(
  step: StaticStep,
  operands: readonly [x: Operand, gradient: Operand, result: Operand],
  { images, from, to }: Convolution,
): void {
  const [inputs, outputs] = [from.channels, to.channels];
  const loops = [
    { count: to.size, moveA: rowBytes(from) / 4, moveB: rowBytes(to) / 4 },
    { count: to.size, moveA: inputs, moveB: outputs },
  ];
  const pieces = cut(3 * inputs, tileRows);
  step.kernel(operands, (kernel) => {
    const { code } = kernel;
    const tile = tilesOf(
      kernel,
      { loops, rowStrideA: 1, rowStrideC: outputs, start: "result" as const },
      pieces,
    );
    code
      .get(c)
      .i32(0)
      .i32(9 * inputs * outputs * 4)
      .fill();
    repeat(code, images, () => {
      for (let row = 0; row < 3; row++)
        for (let j = 0; j < outputs; j += tileColumns)
          for (const { start: k, size } of pieces) {
            code
              .get(a)
              .i32(row * rowBytes(from) + k * 4)
              .do("i32Add");
            code
              .get(b)
              .i32(start(to) + j * 4)
              .do("i32Add");
            code
              .get(c)
              .i32(((row * 3 * inputs + k) * outputs + j) * 4)
              .do("i32Add")
              .call(tile(size));
          }
      advance(code, a, imageBytes(from));
      advance(code, b, imageBytes(to));
    });
  });
}

type TileShape = Omit<Parameters<typeof emitTile>[2], "rows" | "columns">;

/** Emits a tile for each size that pieces have; gives their numbers. */
function tilesOf(
  { module }: Kernel,
  shape: TileShape,
  pieces: readonly { readonly size: number }[],
): (size: number) => number {
  const sizes = new Set(pieces.map(({ size }) => size));
  const tiles = [...sizes].map((rows) => {
    const { index } = emitTile(module, "tile", { ...shape, rows, columns: tileColumns });
    return [rows, index] as const;
  });
  const bySize = new Map(tiles);
  return (size) => bySize.get(size)!;
}

/**
 * The weight of the convolution that leads a gradient back: turned by half a turn, with inputs and outputs exchanged. Both
 * are multiples of 4.
 */
export function turnWeight(
  step: StaticStep,
  operands: readonly [weight: Operand, turned: Operand],
  [inputs, outputs]: readonly [number, number],
): void {
  step.kernel(operands, ({ code }) => {
    const [source, target] = [0, 1];
    const bytes = inputs * outputs * 4;
    const block = new Block(code);
    advance(code, target, 8 * bytes);
    repeat(code, 9, () => {
      for (let i = 0; i < inputs; i += 4)
        for (let j = 0; j < outputs; j += 4)
          block.transpose(
            ...([source, (n: number) => ((i + n) * outputs + j) * 4] as const),
            ...([target, (n: number) => ((j + n) * inputs + i) * 4] as const),
          );
      advance(code, source, bytes);
      advance(code, target, -bytes);
    });
  });
}
