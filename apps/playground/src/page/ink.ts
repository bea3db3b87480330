import { between, type Paper } from "./canvas.tsx";

/** A square grey image in the page's own colours: ink on its ground. */
export function inkOf(pixels: Float32Array, side: number, { color }: Pick<Paper, "color">): ImageData {
  const image = new ImageData(side, side);
  const [ground, ink] = [color("surface"), color("ink")];
  for (let i = 0; i < side * side; i++) image.data.set([...between(ground, ink, pixels[i]), 255], 4 * i);
  return image;
}
