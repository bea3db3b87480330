import { Canvas, cssColor, type ColorName, type Paper } from "../page/canvas.tsx";
import { numberText } from "../page/number-text.ts";
import { onCanvas } from "../page/on-canvas.ts";
import { paletteOf } from "../page/palette.ts";
import { atlasOf, fillAtlas } from "./atlas.ts";
import { crossOut } from "./cross-out.ts";
import { countOf, strongest, type Tiles } from "./tiles.ts";

interface Props {
  readonly tiles: Tiles;
  /** What there is to see, in words. */
  readonly label: string;
  /** How alive each unit is; of one that is dead, the tile is crossed red. */
  readonly alive?: Float32Array | undefined;
  /** Between the numbers of a tile there are others: of a plane, and not of pixels. */
  readonly isSmooth?: boolean;
}

/** Small pictures in rows: blue where a number is below 0, orange where it is above. */
export function TilesView({ tiles, label, alive, isSmooth = false }: Props) {
  const { width, height } = atlasOf(tiles);
  return (
    <Canvas
      label={label}
      class="tiles"
      aspect={width / height}
      draw={(paper) => {
        drawTiles(paper, tiles, isSmooth);
        frameTiles(paper, tiles, alive);
      }}
    />
  );
}

function drawTiles({ context, width, height, color }: Paper, tiles: Tiles, isSmooth: boolean): void {
  const atlas = atlasOf(tiles);
  const image = new ImageData(atlas.width, atlas.height);
  const palette = paletteOf(color, ["class-0", "surface", "class-1"], 2 * strongest + 1);
  fillAtlas(new Uint32Array(image.data.buffer), tiles, atlas, palette);
  context.imageSmoothingEnabled = isSmooth;
  context.drawImage(onCanvas(image), 0, 0, width, height);
}

/** Beside each edge of a tile, in pixels. */
const gap = 1.5;

function frameTiles(paper: Paper, tiles: Tiles, alive: Float32Array | undefined): void {
  const { context, color } = paper;
  const { columns, rows } = atlasOf(tiles);
  const [width, height] = [paper.width / columns, paper.height / rows];
  const corners = Array.from(
    { length: countOf(tiles) },
    (_, tile) => [(tile % columns) * width, Math.floor(tile / columns) * height] as const,
  );
  const frame = (name: ColorName, line: number, inset: number) => {
    context.strokeStyle = cssColor(color(name));
    context.lineWidth = line;
    context.beginPath();
    for (const [x, y] of corners) context.rect(x + inset, y + inset, width - 2 * inset, height - 2 * inset);
    context.stroke();
  };
  corners.forEach(([x, y], tile) => {
    if (alive?.[tile] === 0) crossOut(paper, x, y, width, height);
  });
  frame("surface", 2 * gap, 0);
  frame("line", 1, gap);
}

/** What the colours of tiles mean. */
export function TilesScale({ tiles: { most } }: Pick<Props, "tiles">) {
  return (
    <p class="ends tiles-scale">
      <span>{most === undefined ? "below 0" : numberText(-most)}</span>
      <span class="shades" aria-hidden />
      <span>{most === undefined ? "above 0" : numberText(most)}</span>
    </p>
  );
}
