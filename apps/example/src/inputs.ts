import { normalizer, type Normalization, type Rows } from "piecewise";
import sharp from "sharp";

/** An image file as one row of images [1, channels, height, width], from 0 to 1, stretched to the size. */
export async function imageRow(path: string, shape: readonly number[], inverted: boolean): Promise<Rows> {
  const [channels, height, width] = shape;
  const pixels = await pixelsOf(path, channels, height, width);
  const data = new Float32Array(pixels.length);
  for (let pixel = 0; pixel < height * width; pixel++)
    for (let channel = 0; channel < channels; channel++) {
      const shade = pixels[pixel * channels + channel] / 255;
      data[channel * height * width + pixel] = inverted ? 1 - shade : shade;
    }
  return { data, shape: [1, ...shape] };
}

async function pixelsOf(path: string, channels: number, height: number, width: number): Promise<Uint8Array> {
  try {
    const image = sharp(path).resize(width, height, { fit: "fill" }).flatten();
    return await image
      .toColourspace(channels === 1 ? "b-w" : "srgb")
      .raw()
      .toBuffer();
  } catch (cause) {
    throw new Error(`cannot read the image ${path}: ${(cause as Error).message}`, { cause });
  }
}

/** Values with commas between them as one row, scaled as the table was that the model learned from. */
export function tableRow(values: string, names: readonly string[], scale: Normalization | undefined): Rows {
  const numbers = values.split(",").map((text) => (text.trim() === "" ? NaN : Number(text)));
  if (numbers.length !== names.length || !numbers.every(Number.isFinite))
    throw new Error(`--row takes ${names.length} numbers with commas between them: ${names.join(", ")}`);
  const inputs = { data: Float32Array.from(numbers), shape: [1, names.length] };
  return scale === undefined ? inputs : normalizer(scale).apply({ inputs }).inputs;
}
