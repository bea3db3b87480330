import { DataError } from "../data-error.ts";
import { reasonOf } from "../reason.ts";

/** What pixels are wanted: as many rows, columns, and channels (1 for grey, 3 for red, green and blue). */
export interface PixelForm {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** Makes pixels of an image file, from 0 to 255: row by row, and for each pixel its channels. */
export type ImageDecoder = (file: Uint8Array, form: PixelForm) => Promise<Uint8Array> | Uint8Array;

/** What we need of sharp. Written out here, so that our types do not need its types. */
interface Sharp {
  resize(width: number, height: number, options: { fit: "fill" }): Sharp;
  removeAlpha(): Sharp;
  toColourspace(space: "b-w" | "srgb"): Sharp;
  raw(): Sharp;
  toBuffer(): Promise<Uint8Array>;
}

// Bundlers for the browser must not look for it: hence the variable, and the remarks to them where it is imported.
const moduleName: string = "sharp";

/** A decoder that uses the package sharp, where it is installed. */
export async function sharpDecoder(operation: string): Promise<ImageDecoder> {
  const { default: sharp } = await load(operation);
  return (file, { height, width, channels }) =>
    sharp(file)
      .resize(width, height, { fit: "fill" })
      .removeAlpha()
      .toColourspace(channels === 1 ? "b-w" : "srgb")
      .raw()
      .toBuffer();
}

async function load(operation: string): Promise<{ default: (file: Uint8Array) => Sharp }> {
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ moduleName)) as {
      default: (file: Uint8Array) => Sharp;
    };
  } catch (cause) {
    throw new DataError(
      operation,
      `images are decoded by the package sharp, which cannot be loaded (${reasonOf(cause)}); run npm i sharp, or give a function as \`decode\``,
      { cause },
    );
  }
}
