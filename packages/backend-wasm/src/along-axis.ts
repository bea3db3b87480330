import { argSort as sort, type AlongAxis, type Attributes } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { rowMajor } from "./layout.ts";
import type { Code, Local } from "./emitter/code.ts";
import { advance, advanceBy, countDown } from "./emitter/loops.ts";
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
  const run = places(engine, operation, x.dtype === "int32" ? "i32" : "f32");
  eachColumn(attributes, (from, to) => run(source + from * 4, y.pointer + to * 4, size, inner * 4, inner));
}

/** All rows of one outer block in one call. */
function eachColumn({ outer, size, inner }: AlongAxis, call: (from: number, to: number) => void): void {
  for (let o = 0; o < outer; o++) call(o * size * inner, o * inner);
}

/** (x, y, size, stride, columns): the place of the winner in each column. NaN wins, the first of them. */
function places(engine: Engine, operation: "max" | "min", type: "i32" | "f32") {
  return engine.kernel(`arg ${operation} ${type}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32", "i32"]);
    const [x, y, size, stride, columns] = [0, 1, 2, 3, 4];
    const [at, i, place] = code.many(3, "i32");
    const [best, value] = code.many(2, type);
    countDown(code, columns, () => {
      code.get(x).set(at).i32(0).set(i).i32(0).set(place);
      code.get(at).at(`${type}Load`).set(best);
      code.loop(() => {
        code.get(at).at(`${type}Load`).tee(value).get(best);
        if (type === "i32") code.do(operation === "max" ? "i32GtS" : "i32LtS");
        else beats(code, operation, value, best);
        code.if(() => code.get(value).set(best).get(i).set(place));
        advanceBy(code, at, stride);
        code.get(i).i32(1).do("i32Add").tee(i).get(size).do("i32LtS").branchIf(0);
      });
      code.get(y).get(place).at("i32Store");
      advance(code, x, 4);
      advance(code, y, 4);
    });
  });
}

/** Whether the value on the stack beats the best one behind it, which it does not if that is NaN. */
function beats(code: Code, operation: "max" | "min", value: Local, best: Local): void {
  code.do(operation === "max" ? "f32Gt" : "f32Lt");
  code.get(value).get(value).do("f32Ne").get(best).get(best).do("f32Eq", "i32And", "i32Or");
  code.get(best).get(best).do("f32Eq", "i32And");
}

/** Where the numbers along an axis lie in the order of their size. Sorted in JavaScript: see decision 0010. */
export function argSort(
  engine: Engine,
  [y]: readonly WasmBuffer[],
  [x]: readonly WasmBuffer[],
  attributes: Attributes["argSort"],
): void {
  const from = rowMajor(engine, x) / 4;
  const view = x.dtype === "int32" ? engine.integers : engine.floats;
  y.layout = undefined;
  sort([engine.integers.subarray(y.pointer / 4)], [view.subarray(from)], attributes);
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
      advance(code, x, 4);
      advance(code, y, 4);
    });
  });
}
