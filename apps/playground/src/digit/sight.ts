import type { Images } from "../worker/messages.ts";

/** An image that the network looks at, and what to call it. */
export interface Sight {
  readonly pixels: Float32Array;
  readonly name: string;
}

/** One of the images that are not trained with. */
export function testDigit({ pixels, labels, side }: Images, place: number): Sight {
  const size = side * side;
  return {
    pixels: pixels.slice(place * size, (place + 1) * size),
    name: `test digit no. ${place + 1}, a ${labels[place]}`,
  };
}
