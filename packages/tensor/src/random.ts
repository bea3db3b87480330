import { DataError, newArray, sizeOf, type DType, type Shape } from "@piecewise/spec";
import { checkShape, fromArray, type DTypeOption } from "./create.ts";
import { requireFloat, type Tensor } from "./tensor.ts";

/** The whole state of a generator: what a checkpoint stores. */
export interface RandomState {
  readonly seed: number;
  /** How many blocks of four numbers were drawn. */
  readonly block: number;
}

const [multiplier0, multiplier1] = [0xd2511f53, 0xcd9e8d57];
const [weyl0, weyl1] = [0x9e3779b9, 0xbb67ae85];

/**
 * A stream of random numbers that depends on nothing but its seed: Philox 4x32-10 (Salmon, Moraes, Dror and Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", 2011). The same seed gives the same numbers everywhere.
 */
export class Random {
  #seed: number;
  #block: number;

  constructor(state: RandomState) {
    checkState(state);
    this.#seed = state.seed;
    this.#block = state.block;
  }

  get seed(): number {
    return this.#seed;
  }

  /** What it takes to go on from here: `new Random(state)`, or `restore`. */
  get state(): RandomState {
    return { seed: this.#seed, block: this.#block };
  }

  /**
   * Goes on from a state, also for all who hold this generator, such as layers.
   *
   * @example
   * const { state } = sharedRandom();
   * const drawn = sharedRandom().integers(1)[0];
   * sharedRandom().restore(state);
   * sharedRandom().integers(1)[0] === drawn; // true
   */
  restore(state: RandomState): void {
    checkState(state);
    this.#seed = state.seed;
    this.#block = state.block;
  }

  /** Whole numbers from 0 to 2³² − 1. Each call starts a new block of four. */
  integers(count: number): Uint32Array {
    const numbers = new Uint32Array(Math.ceil(count / 4) * 4);
    const key = [this.seed >>> 0, Math.floor(this.seed / 2 ** 32)] as const;
    for (let at = 0; at < numbers.length; at += 4) philox(numbers, at, this.#block++, key);
    return numbers.subarray(0, count);
  }

  /** Numbers evenly distributed from 0 up to but not including 1: 24 random bits for float32, 53 for float64. */
  uniform<D extends "float32" | "float64">(count: number, dtype: D): Float32Array | Float64Array {
    const numbers = newArray(dtype, count);
    if (dtype === "float32") {
      const bits = this.integers(count);
      for (let i = 0; i < count; i++) numbers[i] = (bits[i] >>> 8) / 2 ** 24;
      return numbers;
    }
    const bits = this.integers(2 * count);
    for (let i = 0; i < count; i++)
      numbers[i] = ((bits[2 * i] >>> 5) * 2 ** 26 + (bits[2 * i + 1] >>> 6)) / 2 ** 53;
    return numbers;
  }

  /** Normally distributed numbers with mean 0 and standard deviation 1, by Box and Muller's transform. */
  normal<D extends "float32" | "float64">(count: number, dtype: D): Float32Array | Float64Array {
    const numbers = newArray(dtype, count);
    const uniform = this.uniform(count + (count % 2), "float64");
    for (let i = 0; i < count; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform[i]));
      const angle = 2 * Math.PI * uniform[i + 1];
      numbers[i] = radius * Math.cos(angle);
      if (i + 1 < count) numbers[i + 1] = radius * Math.sin(angle);
    }
    return numbers;
  }
}

function checkState({ seed, block }: RandomState): void {
  for (const number of [seed, block])
    if (!Number.isSafeInteger(number) || number < 0)
      throw new DataError("seeded", `seed and block are whole numbers from 0 to 2⁵³ − 1, got ${number}`);
}

/**
 * A generator with a seed.
 *
 * @example
 * seeded(7).integers(2); // [4099963437,3221879260]
 */
export function seeded(seed: number): Random {
  return new Random({ seed, block: 0 });
}

let shared = seeded(0);

/** Starts the generator anew that is used where none is passed in. A process that never calls this starts from 0. */
export function seed(value: number): void {
  shared = seeded(value);
}

/** The generator that is used where none is passed in. */
export function sharedRandom(): Random {
  return shared;
}

/** Writes the four numbers of one block: ten rounds of multiplying, swapping and mixing in the key. */
function philox(out: Uint32Array, at: number, block: number, key: readonly [number, number]): void {
  let c0 = block | 0;
  let c1 = Math.floor(block / 2 ** 32) | 0;
  let c2 = 0;
  let c3 = 0;
  let [k0, k1] = key;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(multiplier0, c0);
    const high1 = multiplyHigh(multiplier1, c2);
    const low0 = Math.imul(multiplier0, c0);
    c0 = high1 ^ c1 ^ k0;
    c1 = Math.imul(multiplier1, c2);
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + weyl0) | 0;
    k1 = (k1 + weyl1) | 0;
  }
  out[at] = c0;
  out[at + 1] = c1;
  out[at + 2] = c2;
  out[at + 3] = c3;
}

/** The upper 32 bits of the 64-bit product of two unsigned numbers. */
function multiplyHigh(a: number, b: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const bHigh = b >>> 16;
  const bLow = b & 0xffff;
  // Each sum is below 2³², so that | 0 and >>> 0 keep it whole, in 32-bit registers.
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) >>> 0;
  const cross = (Math.imul(aLow, bHigh) + (middle & 0xffff)) >>> 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (cross >>> 16)) | 0;
}

/** What a random tensor is drawn from, and with which dtype. */
export interface DrawOptions extends DTypeOption<"float32" | "float64"> {
  /** The one that `seed` starts, unless given. */
  readonly random?: Random;
}

/** Numbers evenly distributed from `low` (0) up to `high` (1). */
export function uniform<const S extends Shape>(
  shape: S,
  options: DrawOptions & { readonly low?: number; readonly high?: number } = {},
): Tensor<S> {
  const { random = shared, low = 0, high = 1, dtype = "float32" } = options;
  return draw("uniform", shape, dtype, (count) => random.uniform(count, dtype), high - low, low);
}

/** Normally distributed numbers. */
export function normal<const S extends Shape>(
  shape: S,
  options: DrawOptions & { readonly mean?: number; readonly standardDeviation?: number } = {},
): Tensor<S> {
  const { random = shared, mean = 0, standardDeviation = 1, dtype = "float32" } = options;
  return draw("normal", shape, dtype, (count) => random.normal(count, dtype), standardDeviation, mean);
}

function draw<S extends Shape>(
  operation: string,
  shape: S,
  dtype: DType,
  values: (count: number) => Float32Array | Float64Array,
  scale: number,
  shift: number,
): Tensor<S> {
  checkShape(operation, shape);
  requireFloat(operation, dtype);
  const numbers = values(sizeOf(shape));
  if (scale !== 1 || shift !== 0)
    for (let i = 0; i < numbers.length; i++) numbers[i] = numbers[i] * scale + shift;
  return fromArray(numbers, shape, dtype);
}
