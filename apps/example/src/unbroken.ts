/** As far as the two sides of a kink are apart, where they are drawn at one place; steps between other points are larger. */
const beside = 1e-5;

/** The parts of a curve between its jumps, as indices from the first to the one after the last. */
export function unbroken(x: readonly number[], y: readonly number[]): [from: number, to: number][] {
  const jumps = x.flatMap((at, i) =>
    i > 0 && at - x[i - 1] < beside && Math.abs(y[i] - y[i - 1]) > 1e-3 ? [i] : [],
  );
  const ends = [0, ...jumps, x.length];
  return ends.slice(1).map((to, i) => [ends[i], to]);
}
