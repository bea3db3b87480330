import { rowCount, type Dataset } from "./dataset.ts";
import { random, type RandomNumbers } from "./random.ts";
import { take } from "./take.ts";

/**
 * The same rows in another order, which the seed determines.
 *
 * @example
 * const data = digits({ count: 10, seed: 1 });
 * shuffle(data, { seed: 7 }).targets.data; // [7, 4, 0, 1, 6, 2, 3, 5, 8, 9]
 */
export function shuffle<D extends Dataset>(dataset: D, { seed }: { readonly seed: number }): D {
  return take(dataset, permutation(rowCount(dataset), random(seed)));
}

/** The numbers 0 to `count - 1` in a random order: Fisher and Yates's shuffle. */
export function permutation(count: number, { integer }: RandomNumbers): Int32Array {
  const order = new Int32Array(count).map((_, i) => i);
  for (let last = count - 1; last > 0; last--) {
    const other = integer(last + 1);
    const kept = order[last];
    order[last] = order[other];
    order[other] = kept;
  }
  return order;
}
