import { expect } from "vitest";
import type { Batch, BatchSource } from "../batch-source.ts";
import { batches } from "../batches.ts";
import { dataset } from "../dataset.ts";

/** Row i has the numbers i and −i, and the label i. */
export function numbered(count: number) {
  const data = Float32Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? at / 2 : -(at - 1) / 2));
  const targets = { data: Int32Array.from({ length: count }, (_, row) => row), shape: [count] };
  return dataset({ inputs: { data, shape: [count, 2] }, targets });
}

/** Walks over all batches. */
export async function all(source: BatchSource): Promise<Batch[]> {
  const found: Batch[] = [];
  for await (const batch of source) found.push(batch);
  return found;
}

/** The labels of each batch, once each row is seen to have its own. */
export const labelsIn = async (source: BatchSource) =>
  (await all(source)).map(({ inputs, targets }) => {
    targets.data.forEach((label, row) => expect(inputs.data[2 * row]).toBe(label));
    return [...targets.data];
  });

/** A text or bytes, cut at some places. */
export async function* piecewise(text: string | Uint8Array, ends: readonly number[]) {
  const places = [0, ...ends.toSorted((a, b) => a - b), text.length];
  for (let at = 1; at < places.length; at++) yield text.slice(places[at - 1], places[at]);
}

/** Six of the numbered rows, one by one; `seen` learns which were asked for. */
export async function* oneByOne(seen: number[] = []) {
  for (const batch of batches(numbered(6), { size: 1 })) {
    seen.push(batch.targets.data[0]);
    yield batch;
  }
}
