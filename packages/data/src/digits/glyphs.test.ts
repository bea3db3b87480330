import { expect, it } from "vitest";
import { glyphs } from "./glyphs.ts";

const strokes = glyphs.flatMap((styles, digit) =>
  styles.flatMap((glyph, style) => glyph.map((stroke) => ({ digit, style, ...stroke }))),
);

it("has several styles for each of ten digits", () => {
  expect(glyphs).toHaveLength(10);
  for (const styles of glyphs) expect(styles.length).toBeGreaterThanOrEqual(3);
});

it.each(strokes)("$digit, style $style: a stroke of at least two points in the box", ({ points }) => {
  expect(points.length).toBeGreaterThanOrEqual(2);
  for (const place of points.flat()) {
    expect(place).toBeGreaterThanOrEqual(0);
    expect(place).toBeLessThanOrEqual(100);
  }
});
