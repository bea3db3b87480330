import { between, type Paper } from "./canvas.tsx";

/** A square grey image in the page's own colours: ink on its ground. */
export function inkOf(pixels: Float32Array, side: number, { color }: Pick<Paper, "color">): ImageData {
  const image = new ImageData(side, side);
  const [ground, ink] = [color("surface"), color("ink")];
  for (let i = 0; i < side * side; i++) image.data.set([...between(ground, ink, pixels[i]), 255], 4 * i);
  return image;
}

/** Such an image over the whole paper, its pixels to be told apart. */
export function drawPixels(paper: Paper, pixels: Float32Array, side: number): void {
  const small = new OffscreenCanvas(side, side);
  small.getContext("2d")?.putImageData(inkOf(pixels, side, paper), 0, 0);
  paper.context.imageSmoothingEnabled = false;
  paper.context.drawImage(small, 0, 0, paper.width, paper.height);
}
