import type { Vector } from "./vectors.ts";

/** A point on the line along which a search goes. */
export interface LinePoint {
  /** How far along the direction. */
  readonly at: number;
  readonly loss: number;
  readonly gradient: Vector;
  /** Of the loss, along the direction. */
  readonly slope: number;
}

/** Computes the loss so far along the direction. */
export type Look = (at: number) => Promise<LinePoint>;

/** How a search begins. */
export interface Search {
  readonly start: LinePoint;
  /** Where to look first. */
  readonly first: number;
  /** The largest number of the direction. */
  readonly reach: number;
}

const mostLooks = 25;
/** Of any parameter, between the ends of a bracket that is worth narrowing. */
const smallestChange = 1e-9;

/**
 * A point on the line where the loss has fallen enough and is flat enough: the strong Wolfe conditions. First the search goes on
 * until such points lie behind it, then it narrows the bracket. Nocedal and Wright, "Numerical optimization", 2006,
 * algorithms 3.5 and 3.6, with the guards that PyTorch has.
 */
export async function strongWolfe(search: Search, look: Look): Promise<LinePoint> {
  const { start, reach } = search;
  const { ends, looks } = await bracket(search, look);
  let isStuck = false;
  for (let i = looks; i < mostLooks && ends.length === 2; i++) {
    const [a, b] = ends.toSorted((p, q) => p.at - q.at);
    if ((b.at - a.at) * reach < smallestChange) break;
    const guess = awayFromEnds(lowestBetween(a, b), a.at, b.at, isStuck);
    isStuck = guess.isStuck;
    const point = await look(guess.at);
    const low = lowerOf(ends);
    if (isTooHigh(point, start) || point.loss >= ends[low].loss) {
      ends[1 - low] = point;
      continue;
    }
    if (isFlat(point, start)) return point;
    if (point.slope * (ends[1 - low].at - ends[low].at) >= 0) ends[1 - low] = ends[low];
    ends[low] = point;
  }
  return ends[lowerOf(ends)];
}

interface Bracket {
  /** Two points with one that satisfies between them, or that one itself. */
  readonly ends: LinePoint[];
  readonly looks: number;
}

async function bracket({ start, first }: Search, look: Look): Promise<Bracket> {
  let [before, now] = [start, await look(first)];
  for (let looks = 0; looks < mostLooks; looks++) {
    if (isTooHigh(now, start) || (looks > 1 && now.loss >= before.loss))
      return { ends: [before, now], looks };
    if (isFlat(now, start)) return { ends: [now], looks };
    if (now.slope >= 0) return { ends: [before, now], looks };
    const farther = { low: now.at + 0.01 * (now.at - before.at), high: now.at * 10 };
    [before, now] = [now, await look(lowestBetween(before, now, farther))];
  }
  return { ends: [start, now], looks: mostLooks };
}

/** Whether the loss fell by less than its slope promises. */
const isTooHigh = ({ at, loss }: LinePoint, start: LinePoint) => loss > start.loss + 1e-4 * at * start.slope;

const isFlat = ({ slope }: LinePoint, start: LinePoint) => Math.abs(slope) <= -0.9 * start.slope;

const lowerOf = (ends: readonly LinePoint[]) => (ends[0].loss <= ends.at(-1)!.loss ? 0 : 1);

/** Where the cubic through two points, with their slopes, is lowest within bounds; the middle where it has no minimum. */
function lowestBetween(a: LinePoint, b: LinePoint, { low, high } = { low: a.at, high: b.at }): number {
  const mean = a.slope + b.slope - (3 * (a.loss - b.loss)) / (a.at - b.at);
  const square = mean ** 2 - a.slope * b.slope;
  if (!(square >= 0)) return (low + high) / 2;
  const root = Math.sqrt(square);
  const lowest = b.at - (b.at - a.at) * ((b.slope + root - mean) / (b.slope - a.slope + 2 * root));
  return Math.min(Math.max(lowest, low), high);
}

/** A guess twice in a row near an end of the bracket, or on it, would make little progress: then a tenth away from it. */
function awayFromEnds(at: number, low: number, high: number, wasStuck: boolean) {
  const margin = 0.1 * (high - low);
  if (!(Math.min(high - at, at - low) < margin)) return { at, isStuck: false };
  if (!wasStuck && at < high && at > low) return { at, isStuck: true };
  return { at: Math.abs(at - high) < Math.abs(at - low) ? high - margin : low + margin, isStuck: false };
}
