import { signed, unsigned } from "./leb128.ts";

/** The types of parameters, results and locals. */
export const types = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof types;

/** A local variable or a parameter: its place in the function. */
export type Local = number;

/**
 * Instructions without immediates, by their names in the specification (dots and signs written as camel case). SIMD ones
 * stand behind the prefix 0xfd.
 */
const plain = {
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32And: 0x71,
  i32Or: 0x72,
  i32ShrU: 0x76,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32LtS: 0x48,
  i32LtU: 0x49,
  i32GtS: 0x4a,
  i32GeS: 0x4e,
  i32GeU: 0x4f,
  f32Eq: 0x5b,
  f32Ne: 0x5c,
  f32Lt: 0x5d,
  f32Gt: 0x5e,
  f32Add: 0x92,
  f32Sub: 0x93,
  f32Mul: 0x94,
  f32Div: 0x95,
  f32Min: 0x96,
  f32Max: 0x97,
  f64Eq: 0x61,
  f64Ne: 0x62,
  f64Lt: 0x63,
  f64Gt: 0x64,
  f64Le: 0x65,
  f64Abs: 0x99,
  f64Neg: 0x9a,
  f64Floor: 0x9c,
  f64Nearest: 0x9e,
  f64Sqrt: 0x9f,
  f64Add: 0xa0,
  f64Sub: 0xa1,
  f64Mul: 0xa2,
  f64Div: 0xa3,
  f64Min: 0xa4,
  f64Max: 0xa5,
  f32ConvertI32: 0xb2,
  f32DemoteF64: 0xb6,
  f64ConvertI32: 0xb7,
  f64PromoteF32: 0xbb,
  select: 0x1b,
  drop: 0x1a,
  end: 0x0b,
  return: 0x0f,
} as const;

const simd = {
  i32x4Splat: 0x11,
  f32x4Splat: 0x13,
  f64x2Splat: 0x14,
  i8x16Eq: 0x23,
  i32x4Eq: 0x37,
  f32x4Eq: 0x41,
  f32x4Ne: 0x42,
  f32x4Lt: 0x43,
  f32x4Gt: 0x44,
  f32x4Le: 0x45,
  f32x4Ge: 0x46,
  v128Not: 0x4d,
  v128And: 0x4e,
  v128AndNot: 0x4f,
  v128Or: 0x50,
  v128Xor: 0x51,
  bitselect: 0x52,
  anyTrue: 0x53,
  f64x2PromoteLow: 0x5f,
  f32x4DemoteZero: 0x5e,
  f32x4Ceil: 0x67,
  f32x4Floor: 0x68,
  f32x4Nearest: 0x6a,
  i32x4Shl: 0xab,
  i32x4ShrS: 0xac,
  i32x4ShrU: 0xad,
  i32x4Add: 0xae,
  i32x4Sub: 0xb1,
  i32x4Mul: 0xb5,
  i32x4MinS: 0xb6,
  i32x4MaxS: 0xb8,
  f32x4Abs: 0xe0,
  f32x4Neg: 0xe1,
  f32x4Sqrt: 0xe3,
  f32x4Add: 0xe4,
  f32x4Sub: 0xe5,
  f32x4Mul: 0xe6,
  f32x4Div: 0xe7,
  f32x4Min: 0xe8,
  f32x4Max: 0xe9,
  f32x4Pmin: 0xea,
  f32x4Pmax: 0xeb,
  f64x2Abs: 0xec,
  f64x2Sqrt: 0xef,
  f64x2Add: 0xf0,
  f64x2Sub: 0xf1,
  f64x2Mul: 0xf2,
  f64x2Div: 0xf3,
  f64x2Nearest: 0x94,
  i32x4TruncF32: 0xf8,
  f32x4ConvertI32: 0xfa,
  relaxedMadd: 0x105,
} as const;

export type Instruction = keyof typeof plain | keyof typeof simd | keyof typeof saturating;

/** Conversions behind the prefix 0xfc: out of range gives the nearest integer, NaN gives 0. */
const saturating = { i32TruncSatF32: 0x00, i32TruncSatF64: 0x02 } as const;

/** Loads and stores: opcode and the alignment hint (as a power of two). SIMD ones are marked by the prefix. */
const memoryInstructions = {
  i32Load: [0x28, 2],
  f32Load: [0x2a, 2],
  f64Load: [0x2b, 3],
  i32Load8U: [0x2d, 0],
  i32Store: [0x36, 2],
  f32Store: [0x38, 2],
  f64Store: [0x39, 3],
  i32Store8: [0x3a, 0],
  v128Load: [0xfd00, 2],
  load32Splat: [0xfd09, 2],
  load32Zero: [0xfd5c, 2],
  load64Zero: [0xfd5d, 2],
  v128Store: [0xfd0b, 2],
} as const;

export type MemoryInstruction = keyof typeof memoryInstructions;

const floats = new DataView(new ArrayBuffer(8));

/** The body of one function, written instruction by instruction. Every method returns the body, so that calls chain. */
export class Code {
  readonly bytes: number[] = [];
  readonly locals: ValueType[] = [];
  readonly #parameters: number;

  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  /** A new local variable; it starts at 0. */
  local(type: ValueType): Local {
    this.locals.push(type);
    return this.#parameters + this.locals.length - 1;
  }

  /** Several new locals. */
  many(count: number, type: ValueType): Local[] {
    return Array.from({ length: count }, () => this.local(type));
  }

  get(local: Local): this {
    return this.#put(0x20, ...unsigned(local));
  }

  set(local: Local): this {
    return this.#put(0x21, ...unsigned(local));
  }

  /** Sets a local and leaves the value on the stack. */
  tee(local: Local): this {
    return this.#put(0x22, ...unsigned(local));
  }

  i32(value: number): this {
    return this.#put(0x41, ...signed(value));
  }

  f32(value: number): this {
    floats.setFloat32(0, value, true);
    return this.#put(0x43, ...bytesOf(4));
  }

  f64(value: number): this {
    floats.setFloat64(0, value, true);
    return this.#put(0x44, ...bytesOf(8));
  }

  /** An instruction that takes all it needs from the stack. */
  do(...instructions: Instruction[]): this {
    for (const name of instructions) {
      if (name in plain) this.#put(plain[name as keyof typeof plain]);
      else if (name in saturating) this.#put(0xfc, saturating[name as keyof typeof saturating]);
      else this.#put(0xfd, ...unsigned(simd[name as keyof typeof simd]));
    }
    return this;
  }

  /** A load (takes an address) or a store (takes an address and a value), `offset` bytes further on. */
  at(name: MemoryInstruction, offset = 0): this {
    const [opcode, alignment] = memoryInstructions[name];
    if (opcode > 0xff) this.#put(opcode >> 8, opcode & 0xff);
    else this.#put(opcode);
    return this.#put(alignment, ...unsigned(offset));
  }

  /** Stores one 32-bit lane of a vector (takes an address and the vector). */
  storeLane(lane: number, offset = 0): this {
    return this.#put(0xfd, 0x5a, 2, ...unsigned(offset), lane);
  }

  /** Stores the lower two lanes of a vector. */
  storeLow(offset = 0): this {
    return this.#put(0xfd, 0x5b, 3, ...unsigned(offset), 0);
  }

  /** The 32-bit float in a lane. */
  extractF32(lane: number): this {
    return this.#put(0xfd, 0x1f, lane);
  }

  /** The 64-bit float in a lane. */
  extractF64(lane: number): this {
    return this.#put(0xfd, 0x21, lane);
  }

  /** Replaces the 32-bit float in a lane (takes the vector and the number). */
  replaceF32(lane: number): this {
    return this.#put(0xfd, 0x20, lane);
  }

  /** Four 32-bit lanes chosen from two vectors: 0 … 3 from the first, 4 … 7 from the second. */
  shuffle(...lanes: readonly [number, number, number, number]): this {
    return this.#put(0xfd, 0x0d, ...lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte)));
  }

  call(index: number): this {
    return this.#put(0x10, ...unsigned(index));
  }

  /** Runs the body over and over while it ends with a branch to `again`. */
  loop(body: () => void): this {
    this.#put(0x03, 0x40);
    body();
    return this.do("end");
  }

  /** A block that `leave` jumps out of. */
  block(body: () => void): this {
    this.#put(0x02, 0x40);
    body();
    return this.do("end");
  }

  /** Runs one of two bodies, depending on the i32 on the stack. */
  if(then: () => void, otherwise?: () => void): this {
    this.#put(0x04, 0x40);
    then();
    if (otherwise !== undefined) {
      this.#put(0x05);
      otherwise();
    }
    return this.do("end");
  }

  /** Jumps to the start of a loop or the end of a block, `depth` levels out, if the i32 on the stack is not 0. */
  branchIf(depth: number): this {
    return this.#put(0x0d, ...unsigned(depth));
  }

  /** Fills memory with a byte (takes address, byte, length). */
  fill(): this {
    return this.#put(0xfc, 0x0b, 0x00);
  }

  /** Copies memory (takes target, source, length in bytes). */
  copy(): this {
    return this.#put(0xfc, 0x0a, 0x00, 0x00);
  }

  #put(...bytes: number[]): this {
    for (const byte of bytes) this.bytes.push(byte);
    return this;
  }
}

function bytesOf(count: number): number[] {
  return Array.from({ length: count }, (_, i) => floats.getUint8(i));
}
