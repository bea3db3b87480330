import type { Paper } from "./canvas.tsx";
import { onCanvas } from "./on-canvas.ts";
import { paletteOf } from "./palette.ts";

/** A square grey image in the page's own colours: ink on its ground. */
export function inkOf(pixels: Float32Array, side: number, { color }: Pick<Paper, "color">): ImageData {
  const image = new ImageData(side, side);
  const bytes = new Uint32Array(image.data.buffer);
  const palette = paletteOf(color, ["surface", "ink"], 256);
  for (let i = 0; i < bytes.length; i++) bytes[i] = palette[Math.round(255 * pixels[i])];
  return image;
}

/** Draws such an image as large as the paper. */
export function drawInk(paper: Paper, pixels: Float32Array, side: number): void {
  const { context, width, height } = paper;
  context.imageSmoothingEnabled = false;
  context.drawImage(onCanvas(inkOf(pixels, side, paper)), 0, 0, width, height);
}
