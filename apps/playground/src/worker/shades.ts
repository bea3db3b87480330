import { strongest, type Tiles } from "../inside/tiles.ts";

type Size = Pick<Tiles, "width" | "height">;

/** Tiles with one scale, so that they can be compared. */
export function tilesOf(numbers: ArrayLike<number>, { width, height }: Size): Tiles {
  const shades = new Int8Array(numbers.length);
  const most = shade(numbers, shades, 0, numbers.length);
  return { width, height, shades, most };
}

/** Tiles that have a scale each, so that a faint one shows as much as a strong one. */
export function tilesApart(numbers: ArrayLike<number>, { width, height }: Size): Tiles {
  const shades = new Int8Array(numbers.length);
  const size = width * height;
  for (let from = 0; from < numbers.length; from += size) shade(numbers, shades, from, from + size);
  return { width, height, shades };
}

/** Gives these numbers their shades, and says how large the largest is. */
function shade(numbers: ArrayLike<number>, shades: Int8Array, from: number, to: number): number {
  let most = 0;
  for (let i = from; i < to; i++) {
    const size = Math.abs(numbers[i]);
    if (size > most && size < Infinity) most = size;
  }
  // What is not finite becomes 0 in an array of integers.
  if (most > 0) for (let i = from; i < to; i++) shades[i] = Math.round((numbers[i] / most) * strongest);
  return most;
}
