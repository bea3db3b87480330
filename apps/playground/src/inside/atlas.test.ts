import { expect, it } from "vitest";
import { atlasOf, fillAtlas } from "./atlas.ts";

const tiles = { width: 2, height: 2, shades: Int8Array.from({ length: 20 }, (_, i) => i - 10) };
const palette = Uint32Array.from({ length: 255 }, (_, i) => 1000 + i - 127);

it("tiles stand from left to right, then below, and leave the rest as it was", () => {
  const atlas = atlasOf(tiles);
  expect(atlas).toEqual({ columns: 4, rows: 2, width: 8, height: 4 });
  const pixels = new Uint32Array(32);
  fillAtlas(pixels, tiles, atlas, palette);
  expect([...pixels].map((value) => (value === 0 ? undefined : value - 1000))).toEqual([
    ...[-10, -9, -6, -5, -2, -1, 2, 3],
    ...[-8, -7, -4, -3, 0, 1, 4, 5],
    ...[6, 7, undefined, undefined, undefined, undefined, undefined, undefined],
    ...[8, 9, undefined, undefined, undefined, undefined, undefined, undefined],
  ]);
});

it("no tiles leave an empty row", () => {
  expect(atlasOf({ ...tiles, shades: new Int8Array(0) })).toEqual({
    columns: 4,
    rows: 1,
    width: 8,
    height: 2,
  });
});
