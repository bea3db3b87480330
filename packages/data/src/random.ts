import { DataError } from "./data-error.ts";

/** A sequence of random numbers that its seed determines. */
export interface RandomNumbers {
  /** A number from `low` (included) to `high` (not included), 0 to 1 by default. */
  readonly uniform: (low?: number, high?: number) => number;
  /** A number from the normal distribution with mean 0 and standard deviation 1. */
  readonly normal: () => number;
  /** A whole number from 0 to `below - 1`. */
  readonly integer: (below: number) => number;
}

/**
 * Random numbers: the same for the same seed on every machine. `stream` tells sequences of one seed apart, such as
 * those of epochs or of rows.
 *
 * `uniform` and `integer` are exact everywhere. `normal` may differ in its last bit between engines, which compute
 * `Math.log` and `Math.cos` differently.
 *
 * @example
 * const { uniform, integer } = random(7);
 * uniform(-1, 1); // 0.954244
 * integer(6); // 5
 */
export function random(seed: number, stream = 0): RandomNumbers {
  const next = smallFastCounter(bits("seed", seed), bits("stream", stream));
  const uniform = (low = 0, high = 1) => low + (next() / 2 ** 32) * (high - low);
  return {
    uniform,
    integer: (below) => Math.floor((next() / 2 ** 32) * below),
    // Box and Muller's method. 1 - uniform() is never 0, so its logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** Chris Doty-Humphrey's sfc32 (PractRand, public domain): 32 bits a call from three words of state and a counter. */
function smallFastCounter([a, b]: Words, [stream, high]: Words): () => number {
  let c = stream;
  let counter = 1 + high;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // Similar seeds give similar numbers until the state is mixed.
  for (let round = 0; round < 15; round++) next();
  return next;
}

type Words = [low: number, high: number];

function bits(name: string, value: number): Words {
  if (Number.isSafeInteger(value)) return [value | 0, Math.floor(value / 2 ** 32) | 0];
  throw new DataError("random", `the ${name} is ${value}; give a whole number`);
}
