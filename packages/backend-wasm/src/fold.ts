import type { Attributes } from "@piecewise/spec";
import type { Code, Instruction, Local } from "./emitter/code.ts";
import { countDown } from "./emitter/loops.ts";

/** What a reduction does with the numbers. */
export type Operation = Attributes["reduce"]["operation"];

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

/** What is folded, and of what. */
export interface Folding {
  readonly operation: Operation;
  readonly kind: "int32" | "float";
  /** How many vectors are added before their sum goes to the total, which is kept with what rounding lost (Kahan). */
  readonly block: number;
}

/** Folds vectors into `width` results side by side, which do not wait for each other. */
export class Fold {
  readonly results: readonly Local[];
  readonly #code: Code;
  readonly #joining: Joining;
  readonly #isSum: boolean;
  readonly #isInteger: boolean;
  readonly #block: number;
  readonly #blocks: readonly Local[];
  readonly #lost: readonly Local[];
  readonly #before: Local;
  readonly #left: Local;
  readonly #turn: Local;

  constructor(code: Code, { operation, kind, block }: Folding, width: number) {
    this.#code = code;
    this.#block = block;
    this.#isInteger = kind === "int32";
    this.#joining = (this.#isInteger ? integers : floats)[operation];
    this.#isSum = operation === "sum" && !this.#isInteger;
    this.results = code.many(width, "v128");
    this.#blocks = code.many(width, "v128");
    this.#lost = code.many(width, "v128");
    this.#before = code.local("v128");
    [this.#left, this.#turn] = code.many(2, "i32") as [Local, Local];
  }

  /** Pushes the fold of nothing. */
  #empty(): Code {
    const { empty } = this.#joining;
    return this.#isInteger ? this.#code.i32(empty).do("i32x4Splat") : this.#code.f32(empty).do("f32x4Splat");
  }

  /** Folds as many groups of `width` vectors as `count` says; none gives the empty fold. */
  over(count: Local, load: (i: number) => void, move: () => void): void {
    const code = this.#code;
    const joinInto = (locals: readonly Local[]) =>
      countDown(code, this.#turn, () => {
        locals.forEach((local, i) => {
          code.get(local);
          load(i);
          code.do(this.#joining.join).set(local);
        });
        move();
      });
    for (const local of [...this.results, ...this.#lost]) this.#empty().set(local);
    code.get(count).tee(this.#left).tee(this.#turn);
    code.if(() => (this.#isSum ? this.#inBlocks(joinInto) : joinInto(this.results)));
  }

  #inBlocks(joinInto: (locals: readonly Local[]) => void): void {
    const code = this.#code;
    const [left, turn] = [this.#left, this.#turn];
    code.loop(() => {
      code.i32(this.#block).get(left).get(left).i32(this.#block).do("i32GtS", "select").set(turn);
      code.get(left).get(turn).do("i32Sub").set(left);
      for (const block of this.#blocks) this.#empty().set(block);
      joinInto(this.#blocks);
      this.results.forEach((_, i) => this.#addCompensated(i));
      code.get(left).branchIf(0);
    });
  }

  /** result += block, where `lost` carries what rounding lost so far. An infinite sum loses nothing. */
  #addCompensated(i: number): void {
    const code = this.#code;
    const [result, block, lost, before] = [this.results[i], this.#blocks[i], this.#lost[i], this.#before];
    code.get(block).get(lost).do("f32x4Sub").set(block);
    code.get(result).set(before);
    code.get(before).get(block).do("f32x4Add").set(result);
    code.get(result).get(before).do("f32x4Sub").get(block).do("f32x4Sub").set(lost);
    code.get(lost).get(lost).get(lost).do("f32x4Eq", "v128And").set(lost);
  }

  /** Joins the vector on the stack to one in a local. */
  join(into: Local): void {
    this.#code.get(into).do(this.#joining.join).set(into);
  }

  /** Joins all results and their lanes; the first lane of the first result holds the end. */
  foldAll(): void {
    const code = this.#code;
    const [total] = this.results;
    for (let half = this.results.length / 2; half >= 1; half /= 2)
      for (let i = 0; i < half; i++) {
        code.get(this.results[i + half]);
        this.join(this.results[i]);
      }
    code.get(total).get(total).shuffle(2, 3, 0, 1);
    this.join(total);
    code.get(total).get(total).shuffle(1, 0, 3, 2);
    this.join(total);
  }
}
