import { bytesOf, numbersOf } from "./stored-array.ts";

/** How numbers of 16 bits become float32 and back. */
export interface HalfFloat {
  readonly decode: (bytes: Uint8Array) => Float32Array;
  /** To the nearest, and to the even one of two that are as near. */
  readonly encode: (numbers: ArrayLike<number>) => Uint8Array;
}

const bits = new Uint32Array(1);
const real = new Float32Array(bits.buffer);

/** IEEE 754 binary16: 5 bits of exponent, 10 of fraction. */
export const float16 = halfFloat(decodeFloat16, encodeFloat16);

/** The upper half of a float32: 8 bits of exponent, 7 of fraction. */
export const bfloat16 = halfFloat(decodeBfloat16, encodeBfloat16);

function halfFloat(decodeOne: (code: number) => number, encodeOne: (x: number) => number): HalfFloat {
  return {
    decode: (bytes) => Float32Array.from(numbersOf(Uint16Array, bytes), decodeOne),
    encode: (numbers) => bytesOf(Uint16Array.from(numbers, encodeOne)),
  };
}

function decodeFloat16(code: number): number {
  const sign = code & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(code >> 10) & 31, code & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function encodeFloat16(x: number): number {
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const size = Math.abs(x);
  if (Number.isNaN(x)) return 0x7e00;
  // Half of the way from the largest number, 65504, to what would come next is infinite already.
  if (size >= 65520) return sign | 0x7c00;
  const exponent = Math.max(Math.floor(Math.log2(size)), -14);
  const steps = roundToEven(size / 2 ** (exponent - 10));
  // In steps of the exponent's size; 2048 of them carry into the next exponent, as the bits do on their own.
  return sign | (((exponent + 14) << 10) + steps);
}

function roundToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

function decodeBfloat16(code: number): number {
  bits[0] = code << 16;
  return real[0];
}

function encodeBfloat16(x: number): number {
  if (Number.isNaN(x)) return 0x7fc0;
  real[0] = x;
  const odd = (bits[0] >>> 16) & 1;
  return (bits[0] + 0x7fff + odd) >>> 16;
}
