import type { CurvePoint } from "../worker/messages.ts";

const most = 1000;

/** How high to draw losses: a few that are far above the others go out of sight. */
export function heightOf(curve: readonly CurvePoint[]): number {
  const losses = curve.flatMap(({ loss, testLoss }) => [loss, testLoss]).filter(Number.isFinite);
  const sorted = losses.toSorted((a, b) => a - b);
  return Math.max(0.1, 1.1 * (sorted[Math.floor(0.98 * (sorted.length - 1))] ?? 0));
}

/** The curve with more points. Of a long one, every other point goes, but for the last. */
export function withMore(curve: readonly CurvePoint[], more: readonly CurvePoint[]): readonly CurvePoint[] {
  const all = [...curve, ...more];
  return all.length <= most ? all : all.filter((_, i) => i % 2 === 0 || i === all.length - 1);
}
