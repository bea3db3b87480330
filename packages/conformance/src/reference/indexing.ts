import type { PickAlongAxis } from "@piecewise/spec";
import { single, Sums, type Numbers, type Result } from "./result.ts";

export function indexSelect([x, indices]: readonly Numbers[], attributes: PickAlongAxis): Result[] {
  return [select(x, attributes, (_, i) => indices[i])];
}

export function gather([x, indices]: readonly Numbers[], attributes: PickAlongAxis): Result[] {
  return [select(x, attributes, (at) => indices[at])];
}

export function indexAdd([g, indices]: readonly Numbers[], attributes: PickAlongAxis): Result[] {
  return [scatter(g, attributes, (_, i) => indices[i])];
}

export function scatterAdd([g, indices]: readonly Numbers[], attributes: PickAlongAxis): Result[] {
  return [scatter(g, attributes, (at) => indices[at])];
}

/** The index for the picked element `at`, which lies in row i of its block. */
type IndexAt = (at: number, i: number) => number;

function select(x: Numbers, attributes: PickAlongAxis, indexAt: IndexAt): Result {
  return single(placesOf(attributes, indexAt).map((place) => x[place]));
}

function scatter(g: Numbers, attributes: PickAlongAxis, indexAt: IndexAt): Result {
  const sums = new Sums(attributes.outer * attributes.size * attributes.inner);
  placesOf(attributes, indexAt).forEach((place, at) => sums.add(place, g[at]));
  return sums;
}

/** For each picked element, where it lies in the whole array. */
function placesOf({ outer, size, inner, count }: PickAlongAxis, indexAt: IndexAt): number[] {
  return Array.from({ length: outer * count * inner }, (_, at) => {
    const [o, i, j] = [Math.floor(at / (count * inner)), Math.floor(at / inner) % count, at % inner];
    return (o * size + indexAt(at, i)) * inner + j;
  });
}
