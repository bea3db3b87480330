import type { Histogram } from "./messages.ts";

/** Counts numbers in equal parts from the smallest to the largest of them. Those that are not finite are left out. */
export function histogramOf(values: ArrayLike<number>, parts = 24): Histogram {
  const { from, to } = endsOf(values);
  const counts = new Float32Array(parts);
  if (from > to) return { from: 0, to: 0, counts };
  const scale = to > from ? parts / (to - from) : 0;
  for (let i = 0; i < values.length; i++) {
    const part = Math.floor((values[i] - from) * scale);
    // What is not finite is in no part.
    if (part >= 0 && part <= parts) counts[Math.min(part, parts - 1)]++;
  }
  return { from, to, counts };
}

/** The smallest and the largest of the finite numbers. */
function endsOf(values: ArrayLike<number>): { readonly from: number; readonly to: number } {
  let from = Infinity;
  let to = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < from && value > -Infinity) from = value;
    if (value > to && value < Infinity) to = value;
  }
  return { from, to };
}
