import type { AlongAxis, Attributes } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { rowMajor } from "./layout.ts";
import type { Code, Instruction, Local } from "./emitter/code.ts";
import { advance, advanceBy, countDown } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";

type Operation = Attributes["reduce"]["operation"];

/** How two vectors are joined, and what an empty sum is. */
interface Joining {
  readonly join: Instruction;
  readonly empty: number;
}

const floats: Readonly<Record<Operation, Joining>> = {
  sum: { join: "f32x4Add", empty: 0 },
  product: { join: "f32x4Mul", empty: 1 },
  max: { join: "f32x4Max", empty: -Infinity },
  min: { join: "f32x4Min", empty: Infinity },
};

const integers: Readonly<Record<Operation, Joining>> = {
  sum: { join: "i32x4Add", empty: 0 },
  product: { join: "i32x4Mul", empty: 1 },
  max: { join: "i32x4MaxS", empty: -(2 ** 31) },
  min: { join: "i32x4MinS", empty: 2 ** 31 - 1 },
};

/** Sums and extrema along an axis.. */
export function reduce(
  engine: Engine,
  [y]: readonly WasmBuffer[],
  [x]: readonly WasmBuffer[],
  attributes: Attributes["reduce"],
): void {
  const { operation } = attributes;
  const { outer, size, inner } = axisIn(engine, x, attributes);
  y.layout = undefined;
  if (y.size === 0) return;
  const kind = x.dtype === "int32" ? "int32" : "float";
  const microseconds = x.size / 5000;
  if (inner === 1)
    engine.split(rowsOf(engine, operation, kind), outer, microseconds, (from, to) => [
      x.pointer + from * size * 4,
      y.pointer + from * 4,
      to - from,
      size,
    ]);
  else if (inner % 4 !== 0) columnsOf(engine, operation, kind).run(x.pointer, y.pointer, outer, size, inner);
  else
    engine.split(columnsOf(engine, operation, kind), outer, microseconds, (from, to) => [
      x.pointer + from * size * inner * 4,
      y.pointer + from * inner * 4,
      to - from,
      size,
      inner,
    ]);
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

/** How many numbers are added before the sum goes to the total, which is kept with what rounding lost (Kahan). */
const blockSize = 32;

/** (x, y, outer, size, inner): four neighbouring results at a time. */
function columnsOf(engine: Engine, operation: Operation, kind: "int32" | "float") {
  return engine.splittable(`reduce columns ${operation} ${kind}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32", "i32"]);
    const [x, y, outer, size, inner] = [0, 1, 2, 3, 4];
    const [stride, left, column, target] = code.many(4, "i32");
    const fold = new Fold(code, operation, kind);
    code.get(inner).i32(4).do("i32Mul").set(stride);
    countDown(code, outer, () => {
      code.get(inner).i32(3).do("i32Add").i32(-4).do("i32And").set(left);
      code.get(x).set(column).get(y).set(target);
      countDown(
        code,
        left,
        () => {
          const at = fold.pointer;
          code.get(column).set(at);
          fold.over(
            size,
            () => code.get(at).at("v128Load"),
            () => advanceBy(code, at, stride),
          );
          code.get(target).get(fold.result).at("v128Store");
          advance(code, column, 16);
          advance(code, target, 16);
        },
        4,
      );
      code.get(x).get(size).get(stride).do("i32Mul", "i32Add").set(x);
      advanceBy(code, y, stride);
    });
  });
}

/** (x, y, outer, size): rows of neighbouring numbers. */
function rowsOf(engine: Engine, operation: Operation, kind: "int32" | "float") {
  return engine.splittable(`reduce rows ${operation} ${kind}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32"]);
    const [x, y, outer, size] = [0, 1, 2, 3];
    const [vectors, rest] = code.many(2, "i32");
    const fold = new Fold(code, operation, kind);
    const lane = code.local("v128");
    code.get(size).i32(2).do("i32ShrU").set(vectors);
    code.get(size).i32(3).do("i32And").set(rest);
    countDown(code, outer, () => {
      fold.over(
        vectors,
        () => code.get(x).at("v128Load"),
        () => advance(code, x, 16),
      );
      fold.foldLanes();
      code.get(rest).if(() => {
        code.get(rest).set(fold.pointer);
        countDown(code, fold.pointer, () => {
          code.get(x).at("load32Zero").set(lane);
          fold.join(lane);
          advance(code, x, 4);
        });
      });
      code.get(y).get(fold.result).storeLane(0);
      advance(code, y, 4);
    });
  });
}

/** Folds vectors into one; sums go through blocks into a compensated total. */
class Fold {
  readonly result: Local;
  readonly pointer: Local;
  readonly #code: Code;
  readonly #joining: Joining;
  readonly #isSum: boolean;
  readonly #locals: readonly [block: Local, lost: Local, before: Local, left: Local, turn: Local];
  readonly #isInteger: boolean;

  constructor(code: Code, operation: Operation, kind: "int32" | "float") {
    this.#code = code;
    this.#isInteger = kind === "int32";
    this.#joining = (this.#isInteger ? integers : floats)[operation];
    this.#isSum = operation === "sum" && !this.#isInteger;
    this.result = code.local("v128");
    this.pointer = code.local("i32");
    this.#locals = [
      code.local("v128"),
      code.local("v128"),
      code.local("v128"),
      code.local("i32"),
      code.local("i32"),
    ];
  }

  #empty(): Code {
    const { empty } = this.#joining;
    return this.#isInteger ? this.#code.i32(empty).do("i32x4Splat") : this.#code.f32(empty).do("f32x4Splat");
  }

  /** Folds as many vectors as `count` says; none gives the empty fold. */
  over(count: Local, load: () => void, move: () => void): void {
    const code = this.#code;
    const [block, lost, before, left, turn] = this.#locals;
    this.#empty().set(this.result);
    this.#empty().set(lost);
    const joinInto = (local: Local) =>
      countDown(code, turn, () => {
        code.get(local);
        load();
        code.do(this.#joining.join).set(local);
        move();
      });
    if (!this.#isSum) {
      code
        .get(count)
        .tee(turn)
        .if(() => joinInto(this.result));
      return;
    }
    code
      .get(count)
      .tee(left)
      .if(() => {
        code.loop(() => {
          code.i32(blockSize).get(left).get(left).i32(blockSize).do("i32GtS", "select").set(turn);
          code.get(left).get(turn).do("i32Sub").set(left);
          this.#empty().set(block);
          joinInto(block);
          this.#addCompensated(block, lost, before);
          code.get(left).branchIf(0);
        });
      });
  }

  /** result += block, where `lost` carries what rounding lost so far. An infinite sum loses nothing. */
  #addCompensated(block: Local, lost: Local, before: Local): void {
    const code = this.#code;
    code.get(block).get(lost).do("f32x4Sub").set(block);
    code.get(this.result).set(before);
    code.get(before).get(block).do("f32x4Add").set(this.result);
    code.get(this.result).get(before).do("f32x4Sub").get(block).do("f32x4Sub").set(lost);
    code.get(lost).get(lost).get(lost).do("f32x4Eq", "v128And").set(lost);
  }

  /** Joins another vector to the result. */
  join(vector: Local): void {
    this.#code.get(this.result).get(vector).do(this.#joining.join).set(this.result);
  }

  /** Joins the four lanes of the result; the first lane holds it. */
  foldLanes(): void {
    const code = this.#code;
    const half = this.#locals[2];
    code.get(this.result).get(this.result).shuffle(2, 3, 0, 1).set(half);
    this.join(half);
    code.get(this.result).get(this.result).shuffle(1, 0, 3, 2).set(half);
    this.join(half);
  }
}
