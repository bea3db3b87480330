import { memory, plain, saturating, simd, type Instruction, type MemoryInstruction } from "./instructions.ts";
import { signed, unsigned } from "./leb128.ts";

/** The types of parameters, results and locals. */
export const types = { i32: 0x7f, f32: 0x7d, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof types;

/** A local variable or a parameter: its place in the function. */
export type Local = number;

export type { Instruction };

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
    const [opcode, alignment] = memory[name];
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

  /** Puts what `body` emits at the start of the function. */
  atStart(body: () => void): this {
    const length = this.bytes.length;
    body();
    this.bytes.unshift(...this.bytes.splice(length));
    return this;
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
