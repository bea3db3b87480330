import type { Attributes } from "./kernels.ts";
import type { TypedArray } from "./shape.ts";

/** The kernel `argSort` for backends whose numbers JavaScript sees. */
export function argSort(
  [output]: readonly TypedArray[],
  [x]: readonly TypedArray[],
  { outer, size, inner, descending }: Attributes["argSort"],
): void {
  const sign = descending ? -1 : 1;
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      const at = (i: number) => x[(o * size + i) * inner + j];
      const isNaN = (i: number) => Number(Number.isNaN(at(i)));
      // The difference of two numbers that are NaN or the same infinity is NaN, too.
      const places = Array.from({ length: size }, (_, i) => i);
      places.sort((a, b) => sign * (at(a) - at(b) || isNaN(a) - isNaN(b)));
      places.forEach((place, i) => (output[(o * size + i) * inner + j] = place));
    }
  }
}
