export type Numbers = ArrayLike<number>;

/** An output, and for each of its numbers how large the terms are that it is the sum of: its error is relative to them. */
export interface Result {
  readonly values: readonly number[];
  readonly magnitudes: readonly number[];
}

/** Numbers that are not sums. */
export function single(values: readonly number[]): Result {
  return { values, magnitudes: values.map(Math.abs) };
}

/** Sums that begin at 0. */
export class Sums implements Result {
  readonly values: number[];
  readonly magnitudes: number[];

  constructor(size: number) {
    this.values = new Array<number>(size).fill(0);
    this.magnitudes = new Array<number>(size).fill(0);
  }

  add(place: number, term: number): void {
    this.values[place] += term;
    this.magnitudes[place] += Math.abs(term);
  }
}
