import { columnsOf, countOf, strongest, type Tiles } from "./tiles.ts";

/** A picture that holds all tiles, in rows, without gaps. */
export interface Atlas {
  readonly columns: number;
  readonly rows: number;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

export function atlasOf(tiles: Tiles): Atlas {
  const count = countOf(tiles);
  const columns = columnsOf(count);
  const rows = Math.max(1, Math.ceil(count / columns));
  return { columns, rows, width: columns * tiles.width, height: rows * tiles.height };
}

/** Gives each pixel of a picture of this size the colour of its shade. Where no tile is, it stays as it was. */
export function fillAtlas(
  pixels: Uint32Array,
  { width, height, shades }: Tiles,
  atlas: Atlas,
  palette: Uint32Array,
): void {
  const size = width * height;
  for (let from = 0; from < shades.length; from += size) {
    const tile = from / size;
    const left = (tile % atlas.columns) * width;
    const top = Math.floor(tile / atlas.columns) * height;
    for (let row = 0; row < height; row++) {
      const start = (top + row) * atlas.width + left;
      for (let column = 0; column < width; column++)
        pixels[start + column] = palette[shades[from + row * width + column] + strongest];
    }
  }
}
