let state = 12345;

/** The same numbers in every process, evenly spread between two bounds (mulberry32). */
export function numbers(count: number, from = -1, to = 1): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: count }, () => from + (to - from) * next());
}

/** Starting weights: spread so that signals keep their size (Glorot and Bengio, 2010). */
export function weights(count: number, fanIn: number, fanOut: number): Float32Array<ArrayBuffer> {
  const bound = Math.sqrt(6 / (fanIn + fanOut));
  return numbers(count, -bound, bound);
}

/** Random classes, from 0 to 9 unless another number of them is given. */
export function labels(count: number, classes = 10): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: count }, () => Math.floor(next() * classes));
}

/** Rows with a 1 at the label's place. */
export function oneHot(classes: Int32Array): Float32Array<ArrayBuffer> {
  const rows = new Float32Array(classes.length * 10);
  classes.forEach((label, row) => (rows[row * 10 + label] = 1));
  return rows;
}

function next(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
