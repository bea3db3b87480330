/** Inputs beyond which a function is almost flat; absent on a side where it never is. */
export interface Saturation {
  readonly below?: number;
  readonly above?: number;
}

const flat = 0.01;
const far = 50;

/**
 * Where a function saturates: |f′| stays under 0.01 from there outwards.
 *
 * @example
 * saturationOf((x) => 1 - Math.tanh(x) ** 2); // {"below":-3,"above":3}
 */
export function saturationOf(slope: (x: number) => number): Saturation {
  const [below, above] = [edge(slope, -1), edge(slope, 1)];
  return { ...(below === undefined ? {} : { below }), ...(above === undefined ? {} : { above }) };
}

/** Walks inwards from far out until the function moves; to a hundredth. */
function edge(slope: (x: number) => number, side: -1 | 1): number | undefined {
  const isFlat = (hundredths: number) => Math.abs(slope((side * hundredths) / 100)) < flat;
  let at = far * 100;
  if (!isFlat(at)) return undefined;
  while (at > -far * 100 && isFlat(at - 1)) at--;
  return at === 0 ? 0 : (side * at) / 100;
}
