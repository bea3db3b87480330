import { rowsByClass } from "./classes.ts";
import { DataError } from "./data-error.ts";
import { rowCount, type Dataset } from "./dataset.ts";
import { random } from "./random.ts";
import { permutation } from "./shuffle.ts";
import { take } from "./take.ts";

interface DrawOptions {
  /** Draws rows at random. Left out: the parts are cut in the order of the rows. */
  readonly seed?: number | undefined;
  /** Gives each part its share of every class, to the nearest row. The targets must be labels. */
  readonly stratified?: boolean | undefined;
}

/** How large the first of two parts is, as a share of the rows or as their number; or the shares of several parts. */
export type SplitOptions = DrawOptions &
  (
    | { readonly fraction: number; readonly count?: never; readonly fractions?: never }
    | { readonly count: number; readonly fraction?: never; readonly fractions?: never }
  );

/** The shares of several parts, which add up to 1. */
export interface PartsOptions<F extends readonly number[]> extends DrawOptions {
  readonly fractions: F;
  readonly fraction?: never;
  readonly count?: never;
}

/**
 * Two parts or more, each row in one of them: drawn at random when a seed is given, else the first rows and the rest.
 *
 * @example
 * const data = moons({ count: 200, seed: 1 });
 * const [training, validation] = splitDataset(data, { fraction: 0.9, seed: 7 });
 * rowCount(validation); // 20
 * const parts = splitDataset(data, { fractions: [0.7, 0.15, 0.15], seed: 7, stratified: true });
 * parts.map(rowCount); // [140,30,30]
 */
export function splitDataset<D extends Dataset>(dataset: D, options: SplitOptions): [D, D];
export function splitDataset<D extends Dataset, const F extends readonly number[]>(
  dataset: D,
  options: PartsOptions<F>,
): { -readonly [Part in keyof F]: D };
export function splitDataset(dataset: Dataset, options: SplitOptions | PartsOptions<number[]>): Dataset[] {
  const rows = rowCount(dataset);
  const ends =
    options.fractions === undefined ? [firstCount(rows, options)] : endsOf(rows, options.fractions);
  const order = orderOf(dataset, ends.length + 1, options);
  return [...ends, rows].map((end, part) => take(dataset, order.subarray(ends[part - 1] ?? 0, end)));
}

const operation = "splitDataset";

function firstCount(rows: number, { fraction, count }: SplitOptions): number {
  const first = count ?? Math.round(rows * (fraction ?? Number.NaN));
  if (Number.isInteger(first) && first >= 1 && first < rows) return first;
  const asked = count === undefined ? `fraction ${fraction}` : `count ${count}`;
  throw new DataError(operation, `${asked} of ${rows} rows; leave at least one row for each part`);
}

/** Where all parts but the last end. */
function endsOf(rows: number, fractions: readonly number[]): number[] {
  let sum = 0;
  const ends = fractions.map((fraction) => Math.round(rows * (sum += fraction)));
  // `!(…)` refuses NaN, too.
  if (!(Math.abs(sum - 1) < 1e-9))
    throw new DataError(operation, `the fractions [${fractions.join(", ")}] add up to ${sum}; make it 1`);
  if (ends.some((end, part) => end <= (ends[part - 1] ?? 0)))
    throw new DataError(
      operation,
      `the fractions [${fractions.join(", ")}] of ${rows} rows; leave at least one row for each part`,
    );
  return ends.slice(0, -1);
}

function orderOf(dataset: Dataset, parts: number, { seed, stratified = false }: DrawOptions): Int32Array {
  const rows = rowCount(dataset);
  const order =
    seed === undefined ? Int32Array.from({ length: rows }, (_, i) => i) : permutation(rows, random(seed));
  return stratified ? stratifiedOrder(rowsByClass(operation, dataset, order), parts) : order;
}

/** Rows in an order in which every beginning has its share of each class, to the nearest row. */
function stratifiedOrder(classes: readonly (readonly number[])[], parts: number): Int32Array {
  const small = classes.findIndex(({ length }) => length > 0 && length < parts);
  if (small !== -1)
    throw new DataError(
      operation,
      `class ${small} has ${classes[small].length} rows, too few for ${parts} parts; give more, or leave \`stratified\` out`,
    );
  const places = classes.flatMap((rows) => rows.map((row, at) => ({ row, place: (at + 0.5) / rows.length })));
  return Int32Array.from(
    places.toSorted((a, b) => a.place - b.place),
    ({ row }) => row,
  );
}
