import { DataError } from "../data-error.ts";
import { checkWholeNumber } from "../whole-number.ts";
import type { Augmentation } from "./augment.ts";
import { perImage, type Image } from "./images.ts";

/**
 * Moves an image by up to `most` pixels in each direction. What comes in from outside is 0.
 *
 * @example
 * const data = augment(digits({ count: 10, seed: 1 }), [shift(2)], { seed: 1 });
 * data.inputs.shape; // [10,1,28,28]
 */
export function shift(most: number): Augmentation {
  checkWholeNumber("shift", "most", most, 0);
  return perImage("shift", (from, to, { integer }) => {
    const draw = () => integer(2 * most + 1) - most;
    cut(from, to, draw(), draw());
  });
}

/**
 * Cuts a random window out of an image that has `padding` zeros added on each side. The window is as large as the image
 * unless `size` says otherwise: `size: 24` or `size: [height, width]`.
 *
 * @example
 * const { inputs } = augment(digits({ count: 10, seed: 1 }), [randomCrop({ size: 24 })], { seed: 1 });
 * inputs.shape; // [10,1,24,24]
 */
export function randomCrop(options: {
  readonly size?: number | readonly [height: number, width: number] | undefined;
  readonly padding?: number | undefined;
}): Augmentation {
  const { size, padding = 0 } = options;
  checkWholeNumber(crop, "padding", padding, 0);
  const sizes = typeof size === "number" ? ([size, size] as const) : size;
  sizes?.forEach((length) => checkWholeNumber(crop, "size", length, 1));
  const draw = (from: Image, to: Image, { integer }: { integer: (below: number) => number }) => {
    const start = (old: number, length: number) => integer(old + 2 * padding - length + 1) - padding;
    cut(from, to, start(from.height, to.height), start(from.width, to.width));
  };
  return perImage(crop, draw, ({ height, width }) => {
    const [h, w] = sizes ?? [height, width];
    if (h <= height + 2 * padding && w <= width + 2 * padding) return { height: h, width: w };
    throw new DataError(
      crop,
      `size [${h}, ${w}] of images of ${height} by ${width} with padding ${padding}; give a smaller size, or more padding`,
    );
  });
}

const crop = "randomCrop";

/** Copies the window that begins at a place of the image, which may lie outside. */
function cut(from: Image, to: Image, top: number, left: number): void {
  const start = Math.max(0, left);
  const end = Math.min(from.width, left + to.width);
  if (start >= end) return;
  for (let row = 0; row < to.channels * to.height; row++) {
    const y = (row % to.height) + top;
    if (y < 0 || y >= from.height) continue;
    const line = (Math.floor(row / to.height) * from.height + y) * from.width;
    to.data.set(from.data.subarray(line + start, line + end), row * to.width + start - left);
  }
}
