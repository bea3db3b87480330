import type { Augmentation } from "./augment.ts";
import { checkAmount, perImage, type Image } from "./images.ts";

/**
 * Turns an image around its centre by up to `degrees` either way, with bilinear interpolation. What comes in from outside
 * is 0.
 *
 * @example
 * const { inputs } = augment(digits({ count: 10, seed: 1 }), [rotate(15)], { seed: 1 });
 * inputs.shape; // [10,1,28,28]
 */
export function rotate(degrees: number): Augmentation {
  checkAmount("rotate", "degrees", degrees);
  return perImage("rotate", (from, to, { uniform }) =>
    turn(from, to, (uniform(-degrees, degrees) * Math.PI) / 180),
  );
}

/** Each pixel of `to` takes what lies where it came from. */
function turn(from: Image, to: Image, angle: number): void {
  const { height, width } = from;
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const [centreY, centreX] = [(height - 1) / 2, (width - 1) / 2];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [down, right] = [y - centreY, x - centreX];
      const sourceY = centreY + cosine * down - sine * right;
      const sourceX = centreX + sine * down + cosine * right;
      for (let channel = 0; channel < from.channels; channel++) {
        const start = channel * height * width;
        to.data[start + y * width + x] = between(from, start, sourceY, sourceX);
      }
    }
}

/** The mean of the four pixels around a place, the nearer ones weighing more. */
function between({ data, height, width }: Image, start: number, y: number, x: number): number {
  const [top, left] = [Math.floor(y), Math.floor(x)];
  const pixel = (row: number, column: number) =>
    row < 0 || row >= height || column < 0 || column >= width ? 0 : data[start + row * width + column];
  const line = (row: number) => {
    const share = x - left;
    return (1 - share) * pixel(row, left) + share * pixel(row, left + 1);
  };
  const share = y - top;
  return (1 - share) * line(top) + share * line(top + 1);
}
