import type { ScalarFunction } from "@piecewise/expressions";
import type { Code, Instruction, Local, ValueType } from "../emitter/code.ts";
import type { Module } from "../emitter/module.ts";
import type { Engine } from "../engine.ts";

// V8 has 15 registers for vectors on x64; measured, more than these gain nothing.
const keptConstants = 12;

/**
 * Four float32 numbers at once, and what functions of them are made of. Functions take their argument from a local and
 * leave their result on the stack. NaN comes out where NaN goes in.
 */
export class Lanes {
  readonly code: Code;
  readonly #engine: Engine;
  readonly #module: Module;
  readonly #spare: Local[] = [];
  readonly #kept = new Map<number, Local>();
  readonly #kept64 = new Map<number, Local>();

  constructor(engine: Engine, module: Module, code: Code) {
    this.#engine = engine;
    this.#module = module;
    this.code = code;
  }

  /**
   * Pushes a constant. V8 would build it anew in every turn of a loop, so it comes from memory; the first ones stay in
   * locals, as long as there are registers for them.
   */
  constant(value: number): Code {
    const address = this.#engine.constant(value);
    if (!this.#kept.has(address) && this.#kept.size < keptConstants) this.#keep(address);
    const local = this.#kept.get(address);
    return local === undefined ? this.code.i32(0).at("v128Load", address) : this.code.get(local);
  }

  #keep(address: number): void {
    const local = this.code.local("v128");
    this.#kept.set(address, local);
    this.code.atStart(() => this.code.i32(0).at("v128Load", address).set(local));
  }

  /** Pushes a constant twice, in float64. */
  constant64(value: number): Code {
    let local = this.#kept64.get(value);
    if (local === undefined) {
      const made = (local = this.code.local("v128"));
      this.#kept64.set(value, made);
      this.code.atStart(() => this.code.f64(value).do("f64x2Splat").set(made));
    }
    return this.code.get(local);
  }

  /** Lends locals to `body`. */
  with(count: number, body: (...locals: Local[]) => void): void {
    const lent = Array.from({ length: count }, () => this.#spare.pop() ?? this.code.local("v128"));
    body(...lent);
    this.#spare.push(...lent);
  }

  /**
   * c₀ + c₁x + c₂x² + … in pairs, pairs of pairs and so on (Estrin's scheme): a processor that works on several sums at
   * once need not wait for each product, as it must in Horner's.
   */
  polynomial(x: Local, coefficients: readonly number[]): Code {
    const squarings = Math.ceil(Math.log2(coefficients.length)) - 1;
    this.with(Math.max(0, squarings), (...squares) => {
      const powers = [x, ...squares];
      squares.forEach((square, i) => this.code.get(powers[i]).get(powers[i]).do("f32x4Mul").set(square));
      const part = (from: number, count: number): void => {
        if (count === 1) return void this.constant(coefficients[from]);
        const level = Math.ceil(Math.log2(count)) - 1;
        this.code.get(powers[level]);
        if (count > 2 ** level + 1 || coefficients[from + count - 1] !== 1) {
          part(from + 2 ** level, count - 2 ** level);
          this.code.do("f32x4Mul");
        }
        part(from, 2 ** level);
        this.code.do("f32x4Add");
      };
      part(0, coefficients.length);
    });
    return this.code;
  }

  /** Takes a vector from the stack and replaces the lanes in which x compares so with a limit. */
  replaceWhere(x: Local, test: Instruction, limit: number, value: () => void): Code {
    this.with(1, (kept) => {
      this.code.set(kept);
      value();
      this.code.get(kept).get(x);
      this.constant(limit).do(test, "bitselect");
    });
    return this.code;
  }

  /** Gives the vector on the stack, whose lanes are positive or have the sign of x already, the sign of x. */
  withSignOf(x: Local): Code {
    this.code.get(x);
    return this.constant(-0).do("v128And", "v128Or");
  }

  /** Pushes what JavaScript's function gives, number by number. */
  byLane(name: ScalarFunction, ...args: Local[]): void {
    const { code } = this;
    const index = this.#module.import(
      name,
      args.map((): ValueType => "f64"),
      ["f64"],
    );
    code.get(args[0]);
    for (let lane = 0; lane < 4; lane++) {
      for (const arg of args) code.get(arg).extractF32(lane).do("f64PromoteF32");
      code.call(index).do("f32DemoteF64").replaceF32(lane);
    }
  }
}
