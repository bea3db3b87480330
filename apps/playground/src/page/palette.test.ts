import { expect, it } from "vitest";
import { paletteThrough } from "./palette.ts";

it("goes from colour to colour in even steps, through the one in the middle", () => {
  const palette = paletteThrough([[0, 0, 200], [100, 100, 100], [200, 0, 0]], 5); // prettier-ignore
  const pixels = Array.from({ length: 5 }, (_, i) => [...new Uint8Array(palette.buffer, 4 * i, 4)]);
  expect(pixels).toEqual([
    [0, 0, 200, 255],
    [50, 50, 150, 255],
    [100, 100, 100, 255],
    [150, 50, 50, 255],
    [200, 0, 0, 255],
  ]);
});
