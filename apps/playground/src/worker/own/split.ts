import { splitDataset, take, type Dataset } from "piecewise";
import { leastToSplit, mostMeasured } from "../../own/own-data.ts";

/** Two parts of a dataset, and whether each class has its share of both. */
export interface Parts {
  readonly training: Dataset;
  readonly test: Dataset;
  readonly isStratified: boolean;
}

/** Four of five rows to learn from, the others to test with. */
export function fourToOne(data: Dataset, seed: number): Parts {
  const isStratified = hasTwoOfEach(data);
  const [training, test] = splitDataset(data, { fraction: 0.8, seed, stratified: isStratified });
  return { training, test, isStratified };
}

/** The same, but of few rows all are to learn from and to test with. */
export function fourToOneOrAll(data: Dataset, seed: number): Parts {
  if (data.inputs.shape[0] >= leastToSplit) return fourToOne(data, seed);
  return { training: data, test: data, isStratified: false };
}

/** What is measured of the rows to test with: the first of them. */
export function measured(test: Dataset): Dataset {
  const rows = test.inputs.shape[0];
  return rows <= mostMeasured
    ? test
    : take(
        test,
        Int32Array.from({ length: mostMeasured }, (_, row) => row),
      );
}

function hasTwoOfEach({ targets }: Dataset): boolean {
  const counts = new Map<number, number>();
  for (const label of targets.data) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()].every((count) => count >= 2);
}
