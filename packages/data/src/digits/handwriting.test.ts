import { expect, it } from "vitest";
import { random } from "../random.ts";
import { glyphs, type Glyph } from "./glyphs.ts";
import { handwriting } from "./handwriting.ts";

const cross: Glyph = [
  {
    points: [
      [50, 0],
      [50, 100],
    ],
    curved: false,
  },
  {
    points: [
      [0, 50],
      [100, 50],
    ],
    curved: false,
  },
];

it("keeps the strokes, each a close row of points", () => {
  const paths = handwriting(cross, 28, random(1));
  expect(paths).toHaveLength(2);
  for (const path of paths) {
    for (let i = 1; i < path.length; i++) {
      expect(Math.hypot(path[i].x - path[i - 1].x, path[i].y - path[i - 1].y)).toBeLessThan(7);
    }
  }
});

it("stays near the square, mostly inside it", () => {
  const numbers = random(2);
  const places = glyphs
    .flatMap((styles) => styles.flatMap((glyph) => handwriting(glyph, 28, numbers).flat()))
    .flatMap(({ x, y }) => [x, y]);
  const outside = places.filter((place) => place < 0 || place > 27);
  expect(outside.length / places.length).toBeLessThan(0.02);
  for (const place of places) expect(Math.abs(place - 13.5)).toBeLessThan(25);
});

it("writes differently each time, and the same with the same seed", () => {
  const numbers = random(3);
  expect(handwriting(cross, 28, numbers)).not.toEqual(handwriting(cross, 28, numbers));
  expect(handwriting(cross, 28, random(3))).toEqual(handwriting(cross, 28, random(3)));
});
