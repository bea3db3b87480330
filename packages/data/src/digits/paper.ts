import type { RandomNumbers } from "../random.ts";
import { drawLine, type Canvas, type PenPoint } from "./pen.ts";

/** What happens to paper: smears, specks, stray lines, grain. Each with its own chance. */
export function dirty(canvas: Canvas, numbers: RandomNumbers): void {
  const { uniform, integer } = numbers;
  if (uniform() < 0.3) smear(canvas, integer(5) - 2, integer(5) - 2, uniform(0.3, 0.7));
  if (uniform() < 0.4) fade(canvas, numbers);
  for (let specks = integer(3); specks > 0; specks--) speck(canvas, uniform(0.2, 1.2), numbers);
  if (uniform() < 0.35) speck(canvas, uniform(3, 7), numbers);
  grain(canvas, uniform(0, 0.1), numbers);
}

/** Drags the ink by whole pixels; `strength` of it stays where it comes to. Beyond an edge it enters at the other. */
function smear({ pixels, side }: Canvas, right: number, down: number, strength: number): void {
  const before = pixels.slice();
  const step = down * side + right;
  const first = Math.max(0, step);
  const last = Math.min(pixels.length, pixels.length + step);
  for (let at = first; at < last; at++) pixels[at] = Math.max(pixels[at], strength * before[at - step]);
}

/** Lets the ink grow paler from one side to the other. */
function fade({ pixels, side }: Canvas, { uniform }: RandomNumbers): void {
  const [right, down] = [uniform(-0.5, 0.5) / side, uniform(-0.5, 0.5) / side];
  for (let at = 0; at < pixels.length; at++) {
    const [x, y] = [(at % side) - side / 2, Math.floor(at / side) - side / 2];
    pixels[at] *= 1 - Math.abs(right * x + down * y);
  }
}

/** A spot, or a stray line when it is long. */
function speck(canvas: Canvas, length: number, { uniform }: RandomNumbers): void {
  const { side } = canvas;
  const from: PenPoint = {
    x: uniform(0, side),
    y: uniform(0, side),
    radius: uniform(0.3, 0.9),
    ink: uniform(0.3, 0.9),
  };
  const to = { ...from, x: from.x + uniform(-length, length), y: from.y + uniform(-length, length) };
  drawLine(canvas, from, to, 1);
}

function grain({ pixels }: Canvas, strength: number, { uniform }: RandomNumbers): void {
  for (let at = 0; at < pixels.length; at++) pixels[at] += uniform(-strength, strength);
}
