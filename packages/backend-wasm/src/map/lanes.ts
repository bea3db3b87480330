import type { Code, Instruction, Local, ValueType } from "../emitter/code.ts";
import type { Module } from "../emitter/module.ts";
import type { Engine } from "../engine.ts";

const log2e = 1.4426950408889634;
// ln 2 in two parts: the first has few bits, so that n · ln 2 is exact; the second is what it lacks.
const ln2High = 0.693145751953125;
const ln2Low = 1.428606765330187e-6;
// Adding 1.5 · 2²³ leaves the nearest integer in the low bits: the quickest way to round and to get 2ⁿ.
const rounder = 12582912;

// Polynomials fitted by minimising the largest error (Lawson's method), in float32.
const expm1Tail = [0.4999999403953552, 0.16666515171527863, 0.04166845604777336, 0.008369418792426586, 0.0013813142431899905]; // prettier-ignore
const log1pTail = [
  0.33333316445350647, -0.25000810623168945, 0.2000228613615036, -0.16624553501605988, 0.14181193709373474,
  -0.13128761947155, 0.12881635129451752, -0.07859577238559723,
];
const tanhTail = [-0.3333328366279602, 0.13331490755081177, -0.05374349653720856, 0.020650578662753105, -0.005717036779969931]; // prettier-ignore
const erfSmall = [1.1283791065216064, -0.37612494826316833, 0.11281802505254745, -0.02676556631922722, 0.00499098002910614, -0.0005976893589831889]; // prettier-ignore
const erfcLogarithm = [
  -0.00016039812180679291, 1.1294341087341309, 0.6335435509681702, 0.10801183432340622, -0.024895109236240387,
  0.004053396172821522, -0.00039667426608502865, 1.4305522199720144e-5, 5.223244556873397e-7,
];

/**
 * Functions of four float32 numbers at once, emitted in place: each takes its argument from a local and leaves its result
 * on the stack. NaN comes out where NaN goes in.
 */
export class Lanes {
  readonly code: Code;
  readonly #engine: Engine;
  readonly #module: Module;
  readonly #spare: Local[] = [];

  constructor(engine: Engine, module: Module, code: Code) {
    this.#engine = engine;
    this.#module = module;
    this.code = code;
  }

  /** The number of a function of `arity` float64 numbers that JavaScript gives. */
  imported(name: string, arity: number): number {
    return this.#module.import(name, new Array<ValueType>(arity).fill("f64"), ["f64"]);
  }

  /** Pushes a constant, from memory: V8 would build it anew in every turn of a loop. */
  constant(value: number): Code {
    return this.code.i32(0).at("v128Load", this.#engine.constant(value));
  }

  /** Lends locals to `body`. */
  #with(count: number, body: (...locals: Local[]) => void): void {
    const lent = Array.from({ length: count }, () => this.#spare.pop() ?? this.code.local("v128"));
    body(...lent);
    this.#spare.push(...lent);
  }

  /** c₀ + c₁x + c₂x² + … */
  #polynomial(x: Local, coefficients: readonly number[]): Code {
    this.constant(coefficients.at(-1)!);
    for (const c of coefficients.slice(0, -1).reverse()) {
      this.code.get(x).do("f32x4Mul");
      this.constant(c).do("f32x4Add");
    }
    return this.code;
  }

  /** Splits x into n · ln 2 + r with |r| ≤ ln 2 / 2: n in the low bits of `bits`, n as a float, and r. */
  #reduce(x: Local, bits: Local, n: Local, r: Local): void {
    this.code.get(x);
    this.constant(log2e).do("f32x4Mul");
    this.constant(rounder).do("f32x4Add").tee(bits);
    this.constant(rounder).do("f32x4Sub").set(n);
    this.code.get(x).get(n);
    this.constant(ln2High).do("f32x4Mul", "f32x4Sub").get(n);
    this.constant(ln2Low).do("f32x4Mul", "f32x4Sub").set(r);
  }

  /** eˣ for −87.3 < x < 88.7. */
  #expInside(x: Local): void {
    this.#with(3, (bits, n, r) => {
      this.#reduce(x, bits, n, r);
      this.#polynomial(r, expm1Tail).get(r).get(r).do("f32x4Mul", "f32x4Mul").get(r).do("f32x4Add");
      this.constant(1).do("f32x4Add").get(bits).i32(23).do("i32x4Shl", "i32x4Add");
    });
  }

  /** eˣ: ∞ above 88.72, 0 below −87.33. */
  exp(x: Local): void {
    this.#with(1, (inside) => {
      this.code.get(x);
      this.constant(-87.336544).do("f32x4Pmax");
      this.constant(88.7228).do("f32x4Pmin").set(inside);
      this.#expInside(inside);
      this.code.get(x);
      this.constant(-87.336544).do("f32x4Lt", "v128AndNot");
      this.#replaceWhere(x, "f32x4Gt", 88.7228, () => this.constant(Infinity));
    });
  }

  /** eˣ for x that is not above 0: exactly 0 below −87.33. */
  expBelowZero(x: Local): void {
    this.#with(1, (inside) => {
      this.code.get(x);
      this.constant(-87.336544).do("f32x4Pmax").set(inside);
      this.#expInside(inside);
      this.code.get(x);
      this.constant(-87.336544).do("f32x4Lt", "v128AndNot");
    });
  }

  /** Takes a vector from the stack and replaces the lanes in which x compares so with a limit. */
  #replaceWhere(x: Local, test: Instruction, limit: number, value: () => void): void {
    this.#with(1, (kept) => {
      this.code.set(kept);
      value();
      this.code.get(kept).get(x);
      this.constant(limit).do(test, "bitselect");
    });
  }

  /** Takes a vector from the stack; it is NaN where x is. */
  #keepNaN(x: Local): void {
    this.#with(1, (kept) => {
      this.code.set(kept);
      this.code.get(kept).get(x).get(x).get(x).do("f32x4Eq", "bitselect");
    });
  }

  /** Takes f(x) from the stack for an f with f(x) ≈ x near 0: numbers whose square is lost, and −0, stay themselves. */
  #keepTiny(x: Local): void {
    this.#with(1, (size) => {
      this.code.get(x).do("f32x4Abs").set(size);
      this.#replaceWhere(size, "f32x4Lt", 1e-8, () => this.code.get(x));
    });
  }

  /** eˣ − 1: 2ⁿ · (eʳ − 1) + (2ⁿ − 1), exact near 0. */
  expm1(x: Local): void {
    this.#with(5, (inside, bits, n, r, power) => {
      this.code.get(x);
      this.constant(-87.336544).do("f32x4Pmax");
      this.constant(88.02).do("f32x4Pmin").set(inside);
      this.#reduce(inside, bits, n, r);
      this.constant(1).get(bits).i32(23).do("i32x4Shl", "i32x4Add").set(power);
      this.#polynomial(r, expm1Tail).get(r).get(r).do("f32x4Mul", "f32x4Mul").get(r).do("f32x4Add");
      this.code.get(power).do("f32x4Mul").get(power);
      this.constant(1).do("f32x4Sub", "f32x4Add");
      this.#with(1, (large) => {
        this.code.set(large);
        this.exp(x);
        this.code.get(large).get(x);
        this.constant(88).do("f32x4Gt", "bitselect");
      });
      // −0 stays −0, and numbers so small that their square is lost stay themselves.
      this.#keepTiny(x);
    });
  }

  /** The natural logarithm: −∞ at 0, NaN below. */
  log(x: Local): void {
    this.#with(5, (scaled, e, f, lost, square) => {
      // Denormal numbers are brought into the normal range first, by 2²³.
      this.code.get(x);
      this.constant(8388608).do("f32x4Mul").get(x).get(x);
      this.constant(1.17549435e-38).do("f32x4Lt").tee(lost).do("bitselect").set(scaled);
      this.#splitExponent(scaled, lost, e, f);
      this.#logarithm(e, f, square);
      this.#replaceWhere(x, "f32x4Lt", 0, () => this.constant(NaN));
      this.#replaceWhere(x, "f32x4Eq", 0, () => this.constant(-Infinity));
      this.#replaceWhere(x, "f32x4Ge", Infinity, () => this.code.get(x));
      this.#keepNaN(x);
    });
  }

  /** x = 2ᵉ · (1 + f) with √½ − 1 ≤ f < √2 − 1, less 23 from e where x was scaled. */
  #splitExponent(x: Local, scaled: Local, e: Local, f: Local): void {
    const { code } = this;
    code.get(x).i32(0x3f3504f3).do("i32x4Splat", "i32x4Sub").i32(23).do("i32x4ShrS").tee(e);
    code.i32(23).do("i32x4Shl").set(f);
    code.get(x).get(f).do("i32x4Sub");
    this.constant(1).do("f32x4Sub").set(f);
    code.get(e).do("f32x4ConvertI32");
    this.constant(23).get(scaled).do("v128And", "f32x4Sub").set(e);
  }

  /** e · ln 2 + log(1 + f) */
  #logarithm(e: Local, f: Local, square: Local): void {
    const { code } = this;
    code.get(f).get(f).do("f32x4Mul").set(square);
    this.#polynomial(f, log1pTail).get(f).do("f32x4Mul").get(square).do("f32x4Mul").get(e);
    this.constant(ln2Low).do("f32x4Mul", "f32x4Add").get(square);
    this.constant(0.5).do("f32x4Mul", "f32x4Sub").get(f).do("f32x4Add").get(e);
    this.constant(ln2High).do("f32x4Mul", "f32x4Add");
  }

  /** log(1 + x): log of the rounded sum, corrected by what rounding lost. */
  log1p(x: Local): void {
    this.#with(2, (u, logarithm) => {
      this.constant(1).get(x).do("f32x4Add").set(u);
      this.log(u);
      this.code.set(logarithm);
      this.code.get(logarithm).get(u);
      this.constant(1).do("f32x4Sub").get(x).do("f32x4Sub").get(u).do("f32x4Div", "f32x4Sub");
      this.code.get(logarithm).get(x);
      this.constant(-1).do("f32x4Gt").get(x);
      this.constant(Infinity).do("f32x4Lt", "v128And", "bitselect");
      this.#keepTiny(x);
    });
  }

  /** 1 / (1 + e⁻ˣ) */
  sigmoid(x: Local): void {
    this.#with(1, (negative) => {
      this.constant(1).get(x).do("f32x4Neg").set(negative);
      this.constant(1);
      this.exp(negative);
      this.code.do("f32x4Add", "f32x4Div");
    });
  }

  /** log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|) */
  softplus(x: Local): void {
    this.#with(1, (t) => {
      this.code.get(x).do("f32x4Abs", "f32x4Neg").set(t);
      this.exp(t);
      this.code.set(t);
      this.log1p(t);
      this.code.get(x);
      this.constant(0).do("f32x4Pmax", "f32x4Add");
    });
  }

  /** tanh: a polynomial below 0.625, 1 − 2 / (e²ˣ + 1) with the sign of x above. */
  tanh(x: Local): void {
    this.#with(3, (size, large, square) => {
      this.code.get(x).do("f32x4Abs");
      this.constant(9.02).do("f32x4Pmin").tee(size).get(size).do("f32x4Add").set(large);
      this.#expInside(large);
      this.constant(1).do("f32x4Add").set(large);
      this.constant(1);
      this.constant(2).get(large).do("f32x4Div", "f32x4Sub");
      this.#withSignOf(x);
      this.code.set(large);
      this.code.get(x).get(x).do("f32x4Mul").set(square);
      this.#polynomial(square, tanhTail)
        .get(square)
        .do("f32x4Mul")
        .get(x)
        .do("f32x4Mul")
        .get(x)
        .do("f32x4Add");
      this.code.get(large).get(size);
      this.constant(0.625).do("f32x4Lt", "bitselect");
    });
  }

  /** The error function: a polynomial below 0.92, 1 − exp(log erfc) above. */
  erf(x: Local): void {
    this.#with(3, (size, large, square) => {
      this.code.get(x).do("f32x4Abs");
      this.constant(3.95).do("f32x4Pmin").set(size);
      this.#polynomial(size, erfcLogarithm).do("f32x4Neg").set(large);
      this.#expInside(large);
      this.code.set(large);
      this.constant(1).get(large).do("f32x4Sub");
      this.#withSignOf(x);
      this.code.set(large);
      this.code.get(x).get(x).do("f32x4Mul").set(square);
      this.#polynomial(square, erfSmall).get(x).do("f32x4Mul").get(large).get(size);
      this.constant(0.92).do("f32x4Lt", "bitselect");
    });
  }

  /** Gives the positive vector on the stack the sign of x. */
  #withSignOf(x: Local): void {
    this.code.get(x);
    this.constant(-0).do("v128And", "v128Or");
  }
}
