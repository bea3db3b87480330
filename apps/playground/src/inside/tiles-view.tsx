import { Canvas, cssColor, type Paper } from "../page/canvas.tsx";
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

const gap = 1.5;

function frameTiles(paper: Paper, tiles: Tiles, alive: Float32Array | undefined): void {
  const { context, color } = paper;
  const { columns, rows } = atlasOf(tiles);
  const [width, height] = [paper.width / columns, paper.height / rows];
  const count = countOf(tiles);
  const frames = (by: number) => {
    context.beginPath();
    for (let tile = 0; tile < count; tile++)
      context.rect(
        (tile % columns) * width + by,
        Math.floor(tile / columns) * height + by,
        width - 2 * by,
        height - 2 * by,
      );
    context.stroke();
  };
  for (let tile = 0; tile < count; tile++)
    if (alive?.[tile] === 0)
      crossOut(paper, (tile % columns) * width, Math.floor(tile / columns) * height, width, height);
  // A gap between tiles, and a line around each.
  context.lineWidth = 2 * gap;
  context.strokeStyle = cssColor(color("surface"));
  frames(0);
  context.lineWidth = 1;
  context.strokeStyle = cssColor(color("line"));
  frames(gap);
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
