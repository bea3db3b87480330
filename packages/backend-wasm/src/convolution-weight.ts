import type { Convolution2d } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { perGroup } from "./convolution-sizes.ts";
import { rowMajor } from "./layout.ts";
import { advance, countDown, repeat } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";
import { tileColumns } from "./sliding.ts";
import { transposeEach } from "./transpose.ts";

/** The weight as panels [groups][bands of outputs][taps][inputs][8], from [groups][outputs][inputs][taps]. */
export function weightByTap(engine: Engine, weight: WasmBuffer, of: Convolution2d): number {
  const { groups, inputs, outputs, taps } = perGroup(of);
  const pointer = rowMajor(engine, weight);
  const half = engine.heap.alloc(weight.size * 4);
  const whole = engine.heap.alloc(weight.size * 4);
  transposeEach(engine, pointer, half, groups * outputs, inputs, taps);
  transposeEach(engine, half, whole, groups, outputs, taps * inputs);
  engine.heap.free(half);
  return inBands(engine, whole, groups, taps * inputs, outputs);
}

/** The weight as panels [groups][bands of inputs][taps][outputs][8]. */
export function weightByTapTurned(engine: Engine, weight: WasmBuffer, of: Convolution2d): number {
  const { groups, inputs, outputs, taps } = perGroup(of);
  const pointer = rowMajor(engine, weight);
  const whole = engine.heap.alloc(weight.size * 4);
  transposeEach(engine, pointer, whole, groups, outputs * inputs, taps);
  return inBands(engine, whole, groups, taps * outputs, inputs);
}

/**
 * Matrices [rows, columns] cut into bands of a tile's width, each of which lies on its own: read row by row with a stride,
 * a band would fill a part of the first-level cache only. Takes over the buffer it is given.
 */
function inBands(engine: Engine, whole: number, matrices: number, rows: number, columns: number): number {
  if (columns === tileColumns) return whole;
  const bands = Math.ceil(columns / tileColumns);
  const panels = engine.heap.alloc(matrices * bands * rows * tileColumns * 4);
  const run = engine.kernel(`bands ${rows} ${columns}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32"]);
    const [source, target, left] = [0, 1, 2];
    const from = code.local("i32");
    countDown(code, left, () => {
      for (let band = 0; band < bands; band++) {
        code
          .get(source)
          .i32(band * tileColumns * 4)
          .do("i32Add")
          .set(from);
        // What the last band reads too much is never used.
        repeat(code, rows, () => {
          for (const offset of [0, 16])
            code.get(target).get(from).at("v128Load", offset).at("v128Store", offset);
          advance(code, from, columns * 4);
          advance(code, target, tileColumns * 4);
        });
      }
      advance(code, source, rows * columns * 4);
    });
  });
  run(whole, panels, matrices);
  engine.heap.free(whole);
  return panels;
}

/** [groups][taps][inputs][outputs] back to the weight's own order. */
export function weightFromTaps(engine: Engine, taps: number, dw: WasmBuffer, of: Convolution2d): void {
  const { groups, inputs, outputs, taps: count } = perGroup(of);
  const half = engine.heap.alloc(dw.size * 4);
  transposeEach(engine, taps, half, groups, count * inputs, outputs);
  transposeEach(engine, half, dw.pointer, groups * outputs, count, inputs);
  engine.heap.free(half);
}
