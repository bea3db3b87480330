import { circles, digits, moons, spirals, take, xor, type Dataset } from "piecewise";
import type { DataShape } from "../plan.ts";
import { isOwn, rowsOf, type Settings } from "../settings.ts";

export interface SplitData {
  readonly training: Dataset;
  readonly test: Dataset;
}

const generators = { spirals, moons, circles, xor, digits };

/** Rows to train with, and others to test with: the same generator with another seed. */
export async function makeData({ data, seed }: Settings): Promise<SplitData> {
  if (isOwn(data)) throw new Error(`${data} are not here: give them once more`);
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
