/** Numbers in a row, in float64. */
export type Vector = Float64Array;

/** Σ aᵢbᵢ. */
export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** a + t·b, as a new vector. */
export function plus(a: Vector, b: Vector, t: number): Vector {
  return a.map((value, i) => value + t * b[i]);
}

/** The largest magnitude; NaN wins. */
export function largest(a: Vector): number {
  return a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
