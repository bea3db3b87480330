import type { Code, Local } from "../emitter/code.ts";

/** Totals of vectors over a row, in float64. What a row's last vector has beyond the row does not count. */
export class VectorSums {
  readonly #code: Code;
  readonly #totals: readonly Local[];
  readonly #value: Local;
  readonly #tail: Local;
  readonly #lanes: Local;

  constructor(code: Code, count: number) {
    this.#code = code;
    this.#totals = code.many(count, "v128");
    [this.#value, this.#tail, this.#lanes] = code.many(count > 0 ? 3 : 0, "v128") as [Local, Local, Local];
  }

  /** Works out which lanes of the row's last vector count. */
  startRow(inner: Local): void {
    const code = this.#code;
    code.f32(0).do("f32x4Splat").set(this.#lanes);
    for (const lane of [1, 2, 3]) code.get(this.#lanes).f32(lane).replaceF32(lane).set(this.#lanes);
    // 1 to 4 lanes: ((inner − 1) mod 4) + 1.
    code.get(this.#lanes);
    code
      .get(inner)
      .i32(1)
      .do("i32Sub")
      .i32(3)
      .do("i32And")
      .i32(1)
      .do("i32Add", "f32ConvertI32", "f32x4Splat");
    code.do("f32x4Lt").set(this.#tail);
  }

  /** Takes a vector from the stack; `left` says how many numbers of the row are left, this vector's included. */
  add(index: number, left: Local): void {
    const [code, total] = [this.#code, this.#totals[index]];
    code.set(this.#value);
    code
      .get(left)
      .i32(4)
      .do("i32Eq")
      .if(() => code.get(this.#value).get(this.#tail).do("v128And").set(this.#value));
    code.get(total).get(this.#value).do("f64x2PromoteLow", "f64x2Add");
    code.get(this.#value).get(this.#value).shuffle(2, 3, 2, 3).do("f64x2PromoteLow", "f64x2Add").set(total);
  }

  /** Stores the totals as float64 numbers, one after the other. */
  store(target: Local): void {
    const code = this.#code;
    this.#totals.forEach((total, i) => {
      code.get(target).get(total).extractF64(0).get(total).extractF64(1).do("f64Add");
      code.at("f64Store", i * 8);
    });
  }
}
