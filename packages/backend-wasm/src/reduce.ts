import type { AlongAxis, Attributes } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { rowMajor } from "./layout.ts";
import { advance, advanceBy, countDown, countDownFrom } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";
import { Fold, type Folding } from "./fold.ts";

interface Reduction extends Folding {
  readonly engine: Engine;
}

/** Vectors in a block of a sum: their number bounds the error. */
const block = 32;

/** Sums and extrema along an axis. */
export function reduce(
  engine: Engine,
  [y]: readonly WasmBuffer[],
  [x]: readonly WasmBuffer[],
  attributes: Attributes["reduce"],
): void {
  const { operation } = attributes;
  const axis = axisIn(engine, x, attributes);
  y.layout = undefined;
  if (y.size === 0) return;
  const kind = x.dtype === "int32" ? "int32" : "float";
  reduceAt({ engine, operation, kind, block }, x.pointer, y.pointer, axis);
  if (x.dtype !== "int32" && y.dtype === "int32") toIntegers(engine, y);
}

/** Where the axis lies in memory: that of pixels is in the middle when an image is stored with its channels last. */
function axisIn(engine: Engine, x: WasmBuffer, { outer, size, inner }: AlongAxis): AlongAxis {
  const { layout } = x;
  if (layout !== undefined && inner === 1 && size === layout.pixels)
    return { outer: layout.batch, size, inner: layout.channels };
  rowMajor(engine, x);
  return { outer, size, inner };
}

function toIntegers(engine: Engine, { pointer, size }: WasmBuffer): void {
  const [from, to] = [engine.floats, engine.integers];
  for (let i = pointer / 4; i < pointer / 4 + size; i++) to[i] = from[i];
}

/** From so many numbers on, work is cut into blocks, and each block has so many: they fit into the first cache. */
const [manyNumbers, blockNumbers] = [65536, 4096];
/** From so many rows of blocks on, whole rows are shared out instead. */
const manyRows = 8;
/** Numbers that a kernel takes in one go: four vectors. */
const wide = 16;

/** What is done depends on the sizes alone, never on the number of threads: so do the bits. */
function reduceAt(of: Reduction, x: number, y: number, axis: AlongAxis): void {
  const { outer, size, inner } = axis;
  const rowsInBlock = wide * Math.max(1, Math.floor(blockNumbers / wide / inner));
  if (outer < manyRows && size > rowsInBlock && size * inner >= manyNumbers && inner <= blockNumbers / wide)
    for (let o = 0; o < outer; o++)
      reduceByBlocks(of, x + o * size * inner * 4, y + o * inner * 4, size, inner, rowsInBlock);
  else if (inner === 1) reduceRows(of, x, y, outer, size);
  else if (!reduceJoinedRows(of, x, y, axis)) reduceColumns(of, x, y, axis);
}

/** Each block gives a partial result; these are reduced in turn. */
function reduceByBlocks(
  of: Reduction,
  x: number,
  y: number,
  size: number,
  inner: number,
  rowsInBlock: number,
): void {
  const { heap } = of.engine;
  const blocks = Math.floor(size / rowsInBlock);
  const rest = size - blocks * rowsInBlock;
  const partials = blocks + Math.min(rest, 1);
  const partial = heap.alloc(partials * inner * 4);
  reduceAt(of, x, partial, { outer: blocks, size: rowsInBlock, inner });
  if (rest > 0)
    reduceAt(of, x + blocks * rowsInBlock * inner * 4, partial + blocks * inner * 4, {
      outer: 1,
      size: rest,
      inner,
    });
  reduceAt(ofPartials(of), partial, y, { outer: 1, size: partials, inner });
  heap.free(partial);
}

/**
 * Rows that are short, or do not divide into vectors, are joined to longer ones that do: [25088, 10] is first added up as
 * [3136, 80], and the [8, 10] that are left then. False where that is not possible, or not worth it.
 */
function reduceJoinedRows(of: Reduction, x: number, y: number, { outer, size, inner }: AlongAxis): boolean {
  let joined = 1;
  while ((joined * inner) % wide !== 0) joined *= 2;
  if (joined === 1 || size % joined !== 0 || size * inner < 4096) return false;
  const { heap } = of.engine;
  const partial = heap.alloc(outer * joined * inner * 4);
  reduceColumns(of, x, partial, { outer, size: size / joined, inner: joined * inner });
  reduceColumns(ofPartials(of), partial, y, { outer, size: joined, inner });
  heap.free(partial);
  return true;
}

/** Partial sums are few and large: each addition of one keeps what rounding lost. */
function ofPartials(of: Reduction): Reduction {
  return of.operation === "sum" ? { ...of, block: 1 } : of;
}

function keyOf({ operation, kind, block }: Folding): string {
  return `${operation} ${kind} ${block}`;
}

function microsecondsFor({ outer, size, inner }: AlongAxis): number {
  return (outer * size * inner) / 8000;
}

function reduceRows(of: Reduction, x: number, y: number, outer: number, size: number): void {
  of.engine.split(rowsOf(of), outer, microsecondsFor({ outer, size, inner: 1 }), (from, to) => [
    x + from * size * 4,
    y + from * 4,
    to - from,
    size,
  ]);
}

/** Threads share out the outer axis or, where there is none, neighbouring columns. */
function reduceColumns(of: Reduction, x: number, y: number, axis: AlongAxis): void {
  const { outer, size, inner } = axis;
  const [kernel, stride, microseconds] = [columnsOf(of), inner * 4, microsecondsFor(axis)];
  // The last vector of a row of results reaches into the next row, which must not be another thread's.
  if (outer * size * inner < manyNumbers || (outer > 1 && inner % 4 !== 0))
    kernel.run(x, y, outer, size, inner, stride);
  else if (outer === 1)
    of.engine.split(kernel, Math.ceil(inner / wide), microseconds, (from, to) => {
      const columns = Math.min(to * wide, inner) - from * wide;
      return [x + from * wide * 4, y + from * wide * 4, 1, size, columns, stride];
    });
  else
    of.engine.split(kernel, outer, microseconds, (from, to) => [
      x + from * size * stride,
      y + from * stride,
      to - from,
      size,
      inner,
      stride,
    ]);
}

/** (x, y, outer, size, columns, stride): 32 neighbouring results at a time, then 16, then four. */
function columnsOf(of: Reduction) {
  return of.engine.splittable(`reduce columns ${keyOf(of)}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32", "i32", "i32"]);
    const [x, y, outer, size, columns, stride] = [0, 1, 2, 3, 4, 5];
    const [left, column, target, at] = code.many(4, "i32");
    const group = (width: number) => {
      const fold = new Fold(code, of, width);
      return () => {
        code.get(column).set(at);
        const load = (i: number) => code.get(at).at("v128Load", 16 * i);
        fold.over(size, load, () => advanceBy(code, at, stride));
        fold.results.forEach((result, i) =>
          code
            .get(target)
            .get(result)
            .at("v128Store", 16 * i),
        );
        advance(code, column, 16 * width);
        advance(code, target, 16 * width);
      };
    };
    const [eight, four, single] = [group(8), group(4), group(1)];
    countDown(code, outer, () => {
      code.get(x).set(column).get(y).set(target);
      code
        .get(columns)
        .i32(-2 * wide)
        .do("i32And")
        .set(left);
      countDownFrom(code, left, eight, 2 * wide);
      code.get(columns).i32(wide).do("i32And").set(left);
      countDownFrom(code, left, four, wide);
      code
        .get(columns)
        .i32(wide - 1)
        .do("i32And")
        .i32(3)
        .do("i32Add")
        .i32(-4)
        .do("i32And")
        .set(left);
      countDownFrom(code, left, single, 4);
      code.get(x).get(size).get(stride).do("i32Mul", "i32Add").set(x);
      code.get(y).get(columns).i32(4).do("i32Mul", "i32Add").set(y);
    });
  });
}

/** (x, y, outer, size): rows of neighbouring numbers, sixteen at a time. */
function rowsOf(of: Reduction) {
  return of.engine.splittable(`reduce rows ${keyOf(of)}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32"]);
    const [x, y, outer, size] = [0, 1, 2, 3];
    const [groups, left] = code.many(2, "i32");
    const fold = new Fold(code, of, 4);
    const rest = fold.results[0];
    /** Joins what lies behind the groups, `left` numbers. */
    const joinRest = (numbers: number, load: "v128Load" | "load32Zero") =>
      countDownFrom(
        code,
        left,
        () => {
          code.get(x).at(load);
          fold.join(rest);
          advance(code, x, numbers * 4);
        },
        numbers,
      );
    code.get(size).i32(4).do("i32ShrU").set(groups);
    countDown(code, outer, () => {
      const load = (i: number) => code.get(x).at("v128Load", 16 * i);
      fold.over(groups, load, () => advance(code, x, 64));
      code.get(size).i32(12).do("i32And").set(left);
      joinRest(4, "v128Load");
      fold.foldAll();
      code.get(size).i32(3).do("i32And").set(left);
      joinRest(1, "load32Zero");
      code.get(y).get(rest).storeLane(0);
      advance(code, y, 4);
    });
  });
}
