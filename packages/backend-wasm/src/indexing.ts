import { outOfRange, type PickAlongAxis } from "@piecewise/spec";
import type { ChannelsLast, WasmBuffer } from "./buffer.ts";
import { rowMajor } from "./layout.ts";
import type { Code, Local } from "./emitter/code.ts";
import { advance, advanceBy, countDown } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";

type Buffers = readonly WasmBuffer[];

/** The rows along an axis that indices name. */
export function indexSelect(engine: Engine, [y]: Buffers, [x, indices]: Buffers, pick: PickAlongAxis): void {
  const [source, picks] = [rowMajor(engine, x), rowMajor(engine, indices)];
  y.layout = undefined;
  check(engine, "indexSelect", picks, pick.count, pick.size);
  if (y.size === 0) return;
  const { outer, size, inner, count } = pick;
  const run = engine.kernel("index select", (module) =>
    emitRows(module.function("run", rowParameters).code, "copy"),
  );
  for (let o = 0; o < outer; o++)
    run(source + o * size * inner * 4, y.pointer + o * count * inner * 4, picks, count, inner * 4);
}

/** Zeros, to which rows are added where indices say. */
export function indexAdd(engine: Engine, [y]: Buffers, [g, indices]: Buffers, pick: PickAlongAxis): void {
  const [source, picks] = [rowMajor(engine, g), rowMajor(engine, indices)];
  y.layout = undefined;
  check(engine, "indexAdd", picks, pick.count, pick.size);
  clear(engine, y);
  if (y.size === 0 || g.size === 0) return;
  const { outer, size, inner, count } = pick;
  const kind = g.dtype === "int32" ? "add integers" : "add";
  const run = engine.kernel(`index ${kind}`, (module) =>
    emitRows(module.function("run", rowParameters).code, kind),
  );
  for (let o = 0; o < outer; o++)
    run(y.pointer + o * size * inner * 4, source + o * count * inner * 4, picks, count, inner * 4);
}

const rowParameters = ["i32", "i32", "i32", "i32", "i32"] as const;

/** (table, rows, picks, count, rowBytes): copies rows of the table, or adds rows to it. */
function emitRows(code: Code, kind: "copy" | "add" | "add integers"): void {
  const [table, rows, picks, count, bytes] = [0, 1, 2, 3, 4];
  const [at, left] = code.many(2, "i32");
  countDown(code, count, () => {
    code.get(table).get(picks).at("i32Load").get(bytes).do("i32Mul", "i32Add").set(at);
    if (kind === "copy") {
      code.get(rows).get(at).get(bytes).copy();
      advanceBy(code, rows, bytes);
    } else {
      code.get(bytes).set(left);
      countDown(
        code,
        left,
        () => {
          addNumber(code, at, rows, kind === "add integers");
          advance(code, at, 4);
          advance(code, rows, 4);
        },
        4,
      );
    }
    advance(code, picks, 4);
  });
}

function addNumber(code: Code, target: Local, source: Local, integers: boolean): void {
  code.get(target);
  if (integers) code.get(target).at("i32Load").get(source).at("i32Load").do("i32Add").at("i32Store");
  else code.get(target).at("f32Load").get(source).at("f32Load").do("f32Add").at("f32Store");
}

/** For each place the number that its index names along an axis. */
export function gather(engine: Engine, [y]: Buffers, [x, indices]: Buffers, pick: PickAlongAxis): void {
  const { outer, size, inner, count } = inMemory(engine, x, indices, pick, pick.size);
  check(engine, "gather", indices.pointer, indices.size, size);
  y.layout = indices.layout;
  if (y.size === 0) return;
  const run = engine.kernel("gather", (module) =>
    emitEach(module.function("run", eachParameters).code, "gather"),
  );
  run(x.pointer, y.pointer, indices.pointer, outer, size * inner * 4, count, inner);
}

/** Zeros, to which each number is added where its index says. */
export function scatterAdd(engine: Engine, [y]: Buffers, [g, indices]: Buffers, pick: PickAlongAxis): void {
  const { outer, size, inner, count } = inMemory(engine, g, indices, pick, pick.count);
  check(engine, "scatterAdd", indices.pointer, indices.size, size);
  y.layout = g.layout === undefined ? undefined : { ...g.layout, pixels: size };
  clear(engine, y);
  if (y.size === 0 || g.size === 0) return;
  const kind = g.dtype === "int32" ? "add integers" : "add";
  const kernel = engine.splittable(`scatter ${kind}`, (module) =>
    emitEach(module.function("run", eachParameters).code, kind),
  );
  engine.split(kernel, outer, g.size / 1000, (from, to) => [
    y.pointer + from * size * inner * 4,
    g.pointer + from * count * inner * 4,
    indices.pointer + from * count * inner * 4,
    to - from,
    size * inner * 4,
    count,
    inner,
  ]);
}

const eachParameters = ["i32", "i32", "i32", "i32", "i32", "i32", "i32"] as const;

/**
 * How the axis lies in memory. Images whose channels come last are worked on as they are, if both have that order and the
 * axis is that of the pixels; otherwise both are put into the order of their shapes.
 */
function inMemory(
  engine: Engine,
  x: WasmBuffer,
  indices: WasmBuffer,
  pick: PickAlongAxis,
  pixels: number,
): PickAlongAxis {
  const layout = x.layout;
  const matches = (l: ChannelsLast | undefined, size: number) =>
    l !== undefined && pick.inner === 1 && l.pixels === size && l.batch * l.channels === pick.outer;
  const same = layout?.channels === indices.layout?.channels;
  if (layout !== undefined && same && matches(layout, pixels) && matches(indices.layout, pick.count))
    return { ...pick, outer: layout.batch, inner: layout.channels };
  rowMajor(engine, x);
  rowMajor(engine, indices);
  return pick;
}

/** (table, numbers, picks, outer, tableBytes, count, inner): gathers from a table, or adds to it. */
function emitEach(code: Code, kind: "gather" | "add" | "add integers"): void {
  const [table, numbers, picks, outer, tableBytes, count, inner] = [0, 1, 2, 3, 4, 5, 6];
  const [rows, column, at, width] = code.many(4, "i32");
  code.get(inner).i32(4).do("i32Mul").set(width);
  countDown(code, outer, () => {
    code.get(count).set(rows);
    countDown(code, rows, () => {
      code.i32(0).set(column);
      code.loop(() => {
        code
          .get(picks)
          .at("i32Load")
          .get(width)
          .do("i32Mul")
          .get(table)
          .do("i32Add")
          .get(column)
          .do("i32Add")
          .set(at);
        if (kind === "gather") code.get(numbers).get(at).at("f32Load").at("f32Store");
        else addNumber(code, at, numbers, kind === "add integers");
        advance(code, numbers, 4);
        advance(code, picks, 4);
        code.get(column).i32(4).do("i32Add").tee(column).get(width).do("i32LtS").branchIf(0);
      });
    });
    advanceBy(code, table, tableBytes);
  });
}

function clear(engine: Engine, { pointer, size }: WasmBuffer): void {
  engine.floats.fill(0, pointer / 4, pointer / 4 + size);
}

/** Throws if an index lies outside 0 … size − 1. */
function check(engine: Engine, operation: string, pointer: number, count: number, size: number): void {
  const run = engine.kernel("check indices", (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32"], ["i32"]);
    const [at, left, limit] = [0, 1, 2];
    code.get(left).if(() =>
      code.loop(() => {
        code
          .get(at)
          .at("i32Load")
          .get(limit)
          .do("i32LtU")
          .if(() => {
            advance(code, at, 4);
            code.get(left).i32(1).do("i32Sub").tee(left).branchIf(1);
          });
      }),
    );
    code.get(left);
  });
  const left = run(pointer, count, size);
  if (left === 0) return;
  const position = count - left;
  const index = engine.integers[pointer / 4 + position];
  throw outOfRange(operation, "index", index, position, size);
}
