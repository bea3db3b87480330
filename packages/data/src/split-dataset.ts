import { DataError } from "./data-error.ts";
import { rowCount, type Dataset } from "./dataset.ts";
import { random } from "./random.ts";
import { permutation } from "./shuffle.ts";
import { take } from "./take.ts";

/** How large the first part is, as a share of the rows or as their number, and whether rows are drawn at random. */
export type SplitOptions = (
  | { readonly fraction: number; readonly count?: never }
  | { readonly count: number; readonly fraction?: never }
) & { readonly seed?: number | undefined };

/**
 * Two parts, each row in one of them: drawn at random when a seed is given, else the first rows and the rest.
 *
 * @example
 * const [training, validation] = splitDataset(moons({ count: 200, seed: 1 }), { fraction: 0.9, seed: 7 });
 * rowCount(validation); // 20
 */
export function splitDataset(dataset: Dataset, options: SplitOptions): [Dataset, Dataset] {
  const rows = rowCount(dataset);
  const first = firstCount(rows, options);
  const { seed } = options;
  const order =
    seed === undefined ? Int32Array.from({ length: rows }, (_, i) => i) : permutation(rows, random(seed));
  return [take(dataset, order.subarray(0, first)), take(dataset, order.subarray(first))];
}

function firstCount(rows: number, { fraction, count }: SplitOptions): number {
  const first = count ?? Math.round(rows * (fraction ?? Number.NaN));
  if (Number.isInteger(first) && first >= 1 && first < rows) return first;
  const asked = count === undefined ? `fraction ${fraction}` : `count ${count}`;
  throw new DataError("splitDataset", `${asked} of ${rows} rows; leave at least one row for each part`);
}
