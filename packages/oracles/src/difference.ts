/** How far a result may be from the expected one: |got − expected| ≤ absolute + relative · |expected|. */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/**
 * The first place where a result is too far off, as a sentence, or undefined when all fits. NaN equals NaN; infinities
 * must have the same sign.
 */
export function difference(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
): string | undefined {
  if (got.length !== expected.length) return `${got.length} numbers instead of ${expected.length}`;
  for (let i = 0; i < got.length; i++)
    if (!agrees(got[i], expected[i], tolerance)) return `element ${i} is ${got[i]} instead of ${expected[i]}`;
  return undefined;
}

/** Whether one number is near enough to the expected one. */
export function agrees(got: number, expected: number, { absolute, relative }: Tolerance): boolean {
  if (got === expected || Object.is(got, expected)) return true;
  // Without this an infinite expectation would be near to everything: its tolerance is infinite, too.
  if (!Number.isFinite(expected)) return false;
  return Math.abs(got - expected) <= absolute + relative * Math.abs(expected);
}

/** The largest error, relative to the larger of 1 and the expected number, where both are finite. */
export function largestError(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(got[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    if (error > largest && error < Infinity) largest = error;
  }
  return largest;
}
