import { DataError } from "./data-error.ts";
import { rowCount, type Dataset } from "./dataset.ts";
import { takeRows } from "./rows.ts";

/**
 * The rows at `indices`, copied in that order. An index may come more than once.
 *
 * @example
 * const data = digits({ count: 10, seed: 1 });
 * take(data, [2, 0]).targets.data; // [2, 0]
 */
export function take<D extends Dataset>(dataset: D, indices: ArrayLike<number>): D {
  checkIndices(indices, rowCount(dataset));
  const { inputs, targets } = dataset;
  return { ...dataset, inputs: takeRows(inputs, indices), targets: takeRows(targets, indices) };
}

function checkIndices(indices: ArrayLike<number>, count: number): void {
  if (indices.length === 0) throw new DataError("take", "no indices; give at least one");
  for (let at = 0; at < indices.length; at++) {
    const index = indices[at];
    if (Number.isInteger(index) && index >= 0 && index < count) continue;
    throw new DataError("take", `indices[${at}] is ${index}; give row numbers from 0 to ${count - 1}`);
  }
}
