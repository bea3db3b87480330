import type { AlongAxis, Attributes } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { rowMajor } from "./layout.ts";
import type { Code, Local } from "./emitter/code.ts";
import { advanceBy, countDown } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";

/** Where the first largest or smallest number along an axis lies. */
export function argReduce(
  engine: Engine,
  [y]: readonly WasmBuffer[],
  [x]: readonly WasmBuffer[],
  attributes: Attributes["argReduce"],
): void {
  const { operation, size, inner } = attributes;
  const source = rowMajor(engine, x);
  y.layout = undefined;
  if (y.size === 0) return;
  const run = x.dtype === "int32" ? argIntegers(engine, operation) : argFloats(engine, operation);
  eachColumn(attributes, (from, to) => run(source + from * 4, y.pointer + to * 4, size, inner * 4, inner));
}

/** All rows of one outer block in one call. */
function eachColumn({ outer, size, inner }: AlongAxis, call: (from: number, to: number) => void): void {
  for (let o = 0; o < outer; o++) call(o * size * inner, o * inner);
}

/** (x, y, size, stride, columns): the place of the winner in each column. NaN wins, the first of them. */
function argFloats(engine: Engine, operation: "max" | "min") {
  return engine.kernel(`arg ${operation}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32", "i32"]);
    const [best, value] = code.many(2, "f32");
    argLoop(code, {
      start: (at) => code.get(at).at("f32Load").set(best),
      wins: (at) => {
        code.get(at).at("f32Load").tee(value).get(best);
        code.do(operation === "max" ? "f32Gt" : "f32Lt");
        code.get(value).get(value).do("f32Ne").get(best).get(best).do("f32Eq", "i32And", "i32Or");
        code.get(best).get(best).do("f32Eq", "i32And");
      },
      keep: () => code.get(value).set(best),
    });
  });
}

function argIntegers(engine: Engine, operation: "max" | "min") {
  return engine.kernel(`arg ${operation} int32`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32", "i32"]);
    const [best, value] = code.many(2, "i32");
    argLoop(code, {
      start: (at) => code.get(at).at("i32Load").set(best),
      wins: (at) => {
        code.get(at).at("i32Load").tee(value).get(best);
        code.do(operation === "max" ? "i32GtS" : "i32LtS");
      },
      keep: () => code.get(value).set(best),
    });
  });
}

interface Contest {
  readonly start: (at: Local) => void;
  readonly wins: (at: Local) => void;
  readonly keep: () => void;
}

function argLoop(code: Code, { start, wins, keep }: Contest): void {
  const [x, y, size, stride, columns] = [0, 1, 2, 3, 4];
  const [at, i, place] = code.many(3, "i32");
  countDown(code, columns, () => {
    code.get(x).set(at).i32(0).set(i).i32(0).set(place);
    start(at);
    code.loop(() => {
      wins(at);
      code.if(() => {
        keep();
        code.get(i).set(place);
      });
      advanceBy(code, at, stride);
      code.get(i).i32(1).do("i32Add").tee(i).get(size).do("i32LtS").branchIf(0);
    });
    code.get(y).get(place).at("i32Store");
    code.get(x).i32(4).do("i32Add").set(x).get(y).i32(4).do("i32Add").set(y);
  });
}

/** Sums of all numbers up to each place along an axis, added in float64. */
export function cumulativeSum(
  engine: Engine,
  [y]: readonly WasmBuffer[],
  [x]: readonly WasmBuffer[],
  { outer, size, inner, reverse }: Attributes["cumulativeSum"],
): void {
  const source = rowMajor(engine, x);
  y.layout = undefined;
  if (y.size === 0) return;
  const kind = (buffer: WasmBuffer) => (buffer.dtype === "int32" ? "int32" : "float");
  const run = runningSum(engine, kind(x), kind(y));
  const first = reverse ? (size - 1) * inner : 0;
  for (let o = 0; o < outer; o++) {
    const at = (o * size * inner + first) * 4;
    run(source + at, y.pointer + at, size, (reverse ? -inner : inner) * 4, inner);
  }
}

/** (x, y, size, stride, columns) */
function runningSum(engine: Engine, from: "int32" | "float", into: "int32" | "float") {
  return engine.kernel(`running sum ${from} ${into}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32", "i32"]);
    const [x, y, size, stride, columns] = [0, 1, 2, 3, 4];
    const total = code.local("f64");
    const [at, to, left] = code.many(3, "i32");
    countDown(code, columns, () => {
      code.get(x).set(at).get(y).set(to).f64(0).set(total).get(size).set(left);
      countDown(code, left, () => {
        code.get(total).get(at);
        if (from === "int32") code.at("i32Load").do("f64ConvertI32");
        else code.at("f32Load").do("f64PromoteF32");
        code.do("f64Add").set(total).get(to).get(total);
        if (into === "int32") code.do("i32TruncSatF64").at("i32Store");
        else code.do("f32DemoteF64").at("f32Store");
        advanceBy(code, at, stride);
        advanceBy(code, to, stride);
      });
      code.get(x).i32(4).do("i32Add").set(x).get(y).i32(4).do("i32Add").set(y);
    });
  });
}
