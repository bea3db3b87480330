import type { RandomNumbers } from "../random.ts";
import type { Glyph, GlyphStroke } from "./glyphs.ts";
import type { PenPoint } from "./pen.ts";

/** A glyph as someone might write it into a square of `side` pixels: the way of the pen for each stroke. */
export function handwriting(glyph: Glyph, side: number, numbers: RandomNumbers): PenPoint[][] {
  const place = placement(side, numbers);
  const radius = numbers.uniform(0.75, 2);
  return glyph.map((stroke) => pathOf(unsteady(stroke, radius, numbers), stroke.curved).map(place));
}

/** The points of a stroke, each a little off its place, pressed harder or softer. Still in the glyph's box. */
function unsteady({ points }: GlyphStroke, radius: number, numbers: RandomNumbers): PenPoint[] {
  const { normal, uniform } = numbers;
  return points.map(([x, y]) => ({
    x: x + 2.5 * normal(),
    y: y + 2.5 * normal(),
    radius: radius * uniform(0.75, 1.25),
    ink: uniform(0.6, 1.05),
  }));
}

/** Steps between two points of a stroke: enough for smooth curves on small images. */
const steps = 5;

/** Points close together along a stroke. */
function pathOf(points: readonly PenPoint[], curved: boolean): PenPoint[] {
  const path: PenPoint[] = [points[0]];
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1], points[i]];
    const before = curved ? (points[i - 2] ?? from) : from;
    const after = curved ? (points[i + 1] ?? to) : to;
    for (let step = 1; step <= steps; step++) path.push(between(before, from, to, after, step / steps));
  }
  return path;
}

/** A point of the Catmull-Rom curve from `from` to `to`; of their straight line when the outer points are the same. */
function between(before: PenPoint, from: PenPoint, to: PenPoint, after: PenPoint, t: number): PenPoint {
  const [b, f, u, a] = weights(t);
  return {
    x: b * before.x + f * from.x + u * to.x + a * after.x,
    y: b * before.y + f * from.y + u * to.y + a * after.y,
    radius: from.radius + t * (to.radius - from.radius),
    ink: from.ink + t * (to.ink - from.ink),
  };
}

function weights(t: number): [number, number, number, number] {
  const before = (-t + 2 * t * t - t * t * t) / 2;
  const after = (t * t * t - t * t) / 2;
  return [before, 1 - 2.5 * t * t + 1.5 * t * t * t, (t + 4 * t * t - 3 * t * t * t) / 2, after];
}

/** A random size, slant, turn, bend and position: from the glyph's box to pixels. */
function placement(side: number, { uniform, normal }: RandomNumbers): (point: PenPoint) => PenPoint {
  const width = side * uniform(0.45, 0.75);
  const height = side * uniform(0.58, 0.8);
  const slant = uniform(-0.15, 0.45);
  const angle = 0.09 * normal();
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [bendX, bendY, fanX, fanY] = [0.15 * normal(), 0.15 * normal(), 0.2 * normal(), 0.2 * normal()];
  const centerX = (side - 1) / 2 + uniform(-3, 3);
  const centerY = (side - 1) / 2 + uniform(-3, 3);
  return ({ x, y, radius, ink }) => {
    const [u, v] = [x / 100 - 0.5, y / 100 - 0.5];
    const across = width * (u + bendX * v * v + fanX * u * v - slant * v);
    const down = height * (v + bendY * u * u + fanY * u * v);
    return { x: centerX + cos * across - sin * down, y: centerY + sin * across + cos * down, radius, ink };
  };
}
