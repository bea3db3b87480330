/** Around the widths of vectors and tiles: one less, exact, one more. */
export const lengths: readonly number[] = [1, 3, 4, 5, 7, 8, 15, 16, 17, 33];

/** Numbers between the ends of `range` that look random, and are the same each time. */
export function numbers(count: number, seed = 0, [low, high]: readonly [number, number] = [-2, 2]): number[] {
  return Array.from({ length: count }, (_, i) => low + (high - low) * scrambled(i + 7919 * seed));
}

/** Integers from 0 to `end` − 1. */
export function integers(count: number, end: number, seed = 0): number[] {
  return numbers(count, seed, [0, end]).map(Math.floor);
}

/** A number from 0 to 1: one step of the generator Mulberry32 from the state `i`. */
function scrambled(i: number): number {
  let state = Math.imul(i + 1, 0x6d2b79f5);
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 2 ** 32;
}
