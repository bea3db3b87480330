import type { Histogram } from "./messages.ts";

/** Counts numbers in equal parts from the smallest to the largest of them. Those that are not finite are left out. */
export function histogramOf(values: ArrayLike<number>, parts = 24): Histogram {
  let from = Infinity;
  let to = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    from = Math.min(from, values[i]);
    to = Math.max(to, values[i]);
  }
  const counts = new Float32Array(parts);
  if (from > to) return { from: 0, to: 0, counts };
  const scale = to > from ? parts / (to - from) : 0;
  for (let i = 0; i < values.length; i++)
    if (Number.isFinite(values[i])) counts[Math.min(parts - 1, Math.floor((values[i] - from) * scale))]++;
  return { from, to, counts };
}
