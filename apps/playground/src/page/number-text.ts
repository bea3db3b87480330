/** A number to be read at a glance. */
export function numberText(x: number): string {
  if (!Number.isFinite(x)) return String(x).replace("Infinity", "∞");
  if (x !== 0 && (Math.abs(x) < 1e-3 || Math.abs(x) >= 1e5)) return x.toExponential(1);
  return String(Number(x.toPrecision(3)));
}

export const percentText = (share: number): string => `${Math.round(100 * share)} %`;
