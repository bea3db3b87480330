import type { Attributes } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { rowMajor } from "./layout.ts";
import type { Code, Local } from "./emitter/code.ts";
import { advance, countDown } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";
import { expBelowZero } from "./map/exponential.ts";
import { Lanes } from "./map/lanes.ts";
import { log } from "./map/logarithm.ts";
import { transposeEach } from "./transpose.ts";

/** softmax or its logarithm along an axis; an axis that is not the last is made the last on the way. */
export function softmax(
  engine: Engine,
  [y]: readonly WasmBuffer[],
  [x]: readonly WasmBuffer[],
  { outer, size, inner, logarithm }: Attributes["softmax"],
): void {
  const source = rowMajor(engine, x);
  y.layout = undefined;
  if (y.size === 0) return;
  const kernel = rowsOf(engine, size, logarithm);
  const run = (from: number, to: number, rows: number) =>
    engine.split(kernel, rows, (rows * size) / 500, (start, end) => [
      from + start * size * 4,
      to + start * size * 4,
      end - start,
    ]);
  if (inner === 1) {
    run(source, y.pointer, outer);
    return;
  }
  const turned = engine.heap.alloc(x.size * 4);
  const result = engine.heap.alloc(x.size * 4);
  transposeEach(engine, source, turned, outer, size, inner);
  run(turned, result, outer * inner);
  transposeEach(engine, result, y.pointer, outer, inner, size);
  engine.heap.free(turned);
  engine.heap.free(result);
}

/** (x, y, rows): rows of `size` numbers. */
function rowsOf(engine: Engine, size: number, logarithm: boolean) {
  return engine.splittable(`softmax ${size} ${logarithm}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32"]);
    const [x, y, rows] = [0, 1, 2];
    const lanes = new Lanes(engine, module, code);
    const [largest, total, value] = code.many(3, "v128");
    const row = new RowWalk(code, lanes, size);
    countDown(code, rows, () => {
      emitExponentials(row, lanes, x, { largest, total, value }, (at) => {
        if (!logarithm) row.storeAt(at, y, x, value);
      });
      if (logarithm) log(lanes, total);
      else lanes.constant(1).get(total).do("f32x4Div");
      code.set(total);
      row.each(logarithm ? x : y, 0, (vector, at) => {
        if (logarithm) code.get(vector).get(largest).do("f32x4Sub").get(total).do("f32x4Sub").set(value);
        else code.get(vector).get(total).do("f32x4Mul").set(value);
        row.storeAt(at, y, logarithm ? x : y, value);
      });
      advance(code, x, size * 4);
      advance(code, y, size * 4);
    });
  });
}

/** What the rows of softmax and of cross-entropy are made of, in all lanes but `value`. */
interface Exponentials {
  readonly largest: Local;
  /** Σ exp(x − largest) */
  readonly total: Local;
  /** The exponentials of the vector at hand. */
  readonly value: Local;
}

/** Finds a row's largest number and adds up the exponentials of the differences to it; `each` sees them on the way. */
export function emitExponentials(
  row: RowWalk,
  lanes: Lanes,
  x: Local,
  { largest, total, value }: Exponentials,
  each: (at: Local) => void,
): void {
  const { code } = lanes;
  lanes.constant(-Infinity).set(largest);
  // A NaN need not be found here: it comes out of the sum.
  row.each(x, -Infinity, (vector) => code.get(largest).get(vector).do("f32x4Pmax").set(largest));
  foldLanes(code, largest, () => code.do("f32x4Pmax"));
  lanes.constant(0).set(total);
  row.each(x, -Infinity, (vector, at) => {
    code.get(vector).get(largest).do("f32x4Sub").set(value);
    expBelowZero(lanes, value);
    code.set(value).get(total).get(value).do("f32x4Add").set(total);
    each(at);
  });
  foldLanes(code, total, () => code.do("f32x4Add"));
}

/** Walks the vectors of a row of known length; what the last one lacks is filled up. */
export class RowWalk {
  readonly #code: Code;
  readonly #lanes: Lanes;
  readonly #size: number;
  readonly #vector: Local;
  readonly #at: Local;
  readonly #left: Local;
  readonly #target: Local;
  #tail = false;

  constructor(code: Code, lanes: Lanes, size: number) {
    this.#code = code;
    this.#lanes = lanes;
    this.#size = size;
    this.#vector = code.local("v128");
    [this.#at, this.#left, this.#target] = code.many(3, "i32") as [Local, Local, Local];
  }

  each(start: Local, filler: number, body: (vector: Local, at: Local) => void): void {
    const code = this.#code;
    const whole = Math.floor(this.#size / 4);
    code.get(start).set(this.#at);
    if (whole > 0) {
      code.i32(whole).set(this.#left);
      countDown(code, this.#left, () => {
        code.get(this.#at).at("v128Load").set(this.#vector);
        body(this.#vector, this.#at);
        advance(code, this.#at, 16);
      });
    }
    if (this.#size % 4 === 0) return;
    this.#tail = true;
    this.#lanes.constant(filler).set(this.#vector);
    for (let lane = 0; lane < this.#size % 4; lane++)
      code
        .get(this.#vector)
        .get(this.#at)
        .at("f32Load", lane * 4)
        .replaceF32(lane)
        .set(this.#vector);
    body(this.#vector, this.#at);
    this.#tail = false;
  }

  /** Stores a vector into another row at the place that `at` has in the row that starts at `from`. */
  storeAt(at: Local, into: Local, from: Local, vector: Local): void {
    const code = this.#code;
    code.get(into).get(at).get(from).do("i32Sub", "i32Add").set(this.#target);
    if (!this.#tail) code.get(this.#target).get(vector).at("v128Store");
    else
      for (let lane = 0; lane < this.#size % 4; lane++)
        code
          .get(this.#target)
          .get(vector)
          .storeLane(lane, lane * 4);
  }
}

/** Joins the four lanes of a vector; all lanes hold the result. */
function foldLanes(code: Code, vector: Local, join: () => void): void {
  code.get(vector).get(vector).get(vector).shuffle(2, 3, 0, 1);
  join();
  code.set(vector).get(vector).get(vector).get(vector).shuffle(1, 0, 3, 2);
  join();
  code.set(vector);
}
