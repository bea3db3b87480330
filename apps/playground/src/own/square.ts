import { reach, type OwnPoint } from "./own-data.ts";

/** A place in the square of own points. */
export interface SquarePlace {
  readonly x: number;
  readonly y: number;
}

/** A point nearer than this is meant by a click. */
const near = 0.08;
const step = 0.1;

/** A place in a picture, from 0 to 1 from its upper left, as one in the square. */
export function placeAt(across: number, down: number): SquarePlace {
  return within({ x: (2 * across - 1) * reach, y: (1 - 2 * down) * reach });
}

/** The point that is meant by a place. */
export function pointAt(points: readonly OwnPoint[], { x, y }: SquarePlace): OwnPoint | undefined {
  const distance = (point: OwnPoint) => Math.hypot(point.x - x, point.y - y);
  const [nearest] = points.toSorted((a, b) => distance(a) - distance(b));
  return nearest !== undefined && distance(nearest) <= near ? nearest : undefined;
}

/** Where an arrow key moves a cross; nowhere for other keys. */
export function moved({ x, y }: SquarePlace, key: string): SquarePlace | undefined {
  const way = ways[key];
  return way && within({ x: x + way[0] * step, y: y + way[1] * step });
}

const ways: Readonly<Record<string, readonly [number, number] | undefined>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function within({ x, y }: SquarePlace): SquarePlace {
  const kept = (value: number) => Math.round(100 * Math.min(reach, Math.max(-reach, value))) / 100;
  return { x: kept(x), y: kept(y) };
}
