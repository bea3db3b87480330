import type { Images } from "../worker/messages.ts";

/** An image that the network looks at, and what to call it. */
export interface Sight {
  readonly pixels: Float32Array;
  readonly name: string;
}

/** One of the images that are not trained with. */
export function testDigit(images: Images, place: number): Sight {
  const { pixels, labels, side, names } = images;
  const size = side * side;
  const what = hasDigits(images) ? "digit" : "image";
  return {
    pixels: pixels.slice(place * size, (place + 1) * size),
    name: `test ${what} no. ${place + 1}, a ${names[labels[place]]}`,
  };
}

/** Whether they are digits, and not other things. */
export const hasDigits = ({ names }: Images): boolean => names[0] === "0";
