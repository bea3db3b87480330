import { circles, digits, moons, spirals, take, xor, type Dataset } from "piecewise";
import type { Found, OwnData } from "../own/own-data.ts";
import type { DataShape } from "../plan.ts";
import { isOwn, rowsOf, type Settings } from "../settings.ts";
import { makeOwn } from "./own/make-own.ts";

export interface SplitData {
  readonly training: Dataset;
  readonly test: Dataset;
  /** What stands over images. */
  readonly title?: string;
  /** What the numbers of a row are called. */
  readonly features?: readonly string[];
  /** Where points are seen in the square from -`reach` to `reach`, and not in one that just holds them. */
  readonly reach?: number;
  /** Of own data. */
  readonly found?: Found;
}

const generators = { spirals, moons, circles, xor, digits };

/** Rows to train with, and others to test with: the same generator with another seed, or what the user brought. */
export async function makeData({ data, seed }: Settings, own?: OwnData): Promise<SplitData> {
  if (isOwn(data)) {
    if (own?.name !== data) throw new Error(`${data} are not here: give them once more`);
    return makeOwn(own, seed);
  }
  const { training, test } = rowsOf(data, seed);
  return { training: generators[data](training), test: generators[data](test) };
}

export function shapeOf({ inputs, targets, classes }: Dataset): DataShape {
  return { input: inputs.shape.slice(1), classes: classes?.length ?? Math.max(...targets.data) + 1 };
}

/** The first rows of a dataset. */
export function firstRows(data: Dataset, most: number): Dataset {
  return take(
    data,
    Array.from({ length: Math.min(most, data.inputs.shape[0]) }, (_, row) => row),
  );
}
