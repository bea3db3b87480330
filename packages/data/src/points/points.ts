import { DataError } from "../data-error.ts";
import { dataset, type Dataset } from "../dataset.ts";
import { random, type RandomNumbers } from "../random.ts";
import { checkWholeNumber } from "../whole-number.ts";

/** What all generators of points in the plane take. */
export interface PointOptions {
  /** How many points, shared out evenly among the classes. */
  readonly count: number;
  /** The same seed gives the same points. */
  readonly seed: number;
  /** Standard deviation of the normal noise on each coordinate. */
  readonly noise?: number | undefined;
}

/** How a kind of point is made: its classes, and a place for a point of class `label`. */
export interface PointRule {
  readonly classes: readonly string[];
  readonly noise: number;
  readonly place: (label: number, numbers: RandomNumbers) => readonly [x: number, y: number];
}

/** Labelled points in the plane: the classes take turns, and a larger `count` only adds points. */
export function points(operation: string, { count, seed }: PointOptions, rule: PointRule): Dataset {
  checkWholeNumber(operation, "count", count, 1);
  const { classes, noise, place } = rule;
  checkNoise(operation, noise);
  const numbers = random(seed);
  const targets = new Int32Array(count).map((_, row) => row % classes.length);
  const inputs = new Float32Array(2 * count);
  targets.forEach((label, row) => {
    const [x, y] = place(label, numbers);
    inputs[2 * row] = x + noise * numbers.normal();
    inputs[2 * row + 1] = y + noise * numbers.normal();
  });
  return dataset({
    inputs: { data: inputs, shape: [count, 2] },
    targets: { data: targets, shape: [count] },
    classes,
  });
}

function checkNoise(operation: string, noise: number): void {
  if (Number.isFinite(noise) && noise >= 0) return;
  throw new DataError(operation, `noise is ${noise}; give a number of at least 0`);
}
