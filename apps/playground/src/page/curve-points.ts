import type { CurvePoint } from "../worker/messages.ts";

const most = 1000;

/** The curve with more points. Of a long one, every other point goes, but for the last. */
export function withMore(curve: readonly CurvePoint[], more: readonly CurvePoint[]): readonly CurvePoint[] {
  const all = [...curve, ...more];
  return all.length <= most ? all : all.filter((_, i) => i % 2 === 0 || i === all.length - 1);
}
