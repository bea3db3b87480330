import { dataset, type Dataset } from "../dataset.ts";
import { random, type RandomNumbers } from "../random.ts";
import { checkWholeNumber } from "../whole-number.ts";
import { glyphs } from "./glyphs.ts";
import { handwriting } from "./handwriting.ts";
import { dirty } from "./paper.ts";
import { drawLine, type Canvas } from "./pen.ts";

const side = 28;

/**
 * Grey 28 by 28 images of handwritten-like digits in MNIST's form, without a download: strokes in several styles with
 * random slant, size, turn, bend, thickness and ink, on paper with smears, specks and grain.
 *
 * The classes take turns. A larger `count` only adds images; for a test set, give another seed.
 *
 * @example
 * const training = digits({ count: 6000, seed: 1 });
 * training.inputs.shape; // [6000, 1, 28, 28]
 */
export function digits({ count, seed }: { readonly count: number; readonly seed: number }): Dataset {
  checkWholeNumber("digits", "count", count, 1);
  const numbers = random(seed);
  const pixels = new Float32Array(count * side * side);
  const targets = new Int32Array(count).map((_, row) => row % glyphs.length);
  targets.forEach((digit, row) => {
    draw({ pixels: pixels.subarray(row * side * side, (row + 1) * side * side), side }, digit, numbers);
  });
  return dataset({
    inputs: { data: pixels, shape: [count, 1, side, side] },
    targets: { data: targets, shape: [count] },
    classes: glyphs.map((_, digit) => String(digit)),
  });
}

function draw(canvas: Canvas, digit: number, numbers: RandomNumbers): void {
  const styles = glyphs[digit];
  const softness = numbers.uniform(0.8, 1.8);
  for (const path of handwriting(styles[numbers.integer(styles.length)], side, numbers)) {
    for (let i = 1; i < path.length; i++) drawLine(canvas, path[i - 1], path[i], softness);
  }
  dirty(canvas, numbers);
  quantise(canvas.pixels);
}

/** To the 256 shades of an image file. Last bits in which engines differ are rounded away, too. */
function quantise(pixels: Float32Array): void {
  for (let at = 0; at < pixels.length; at++) {
    pixels[at] = Math.round(255 * Math.min(1, Math.max(0, pixels[at]))) / 255;
  }
}
