import { DataError } from "../data-error.ts";
import { dataset, type Dataset } from "../dataset.ts";
import { diskFor, type Disk } from "../disk.ts";
import { reasonOf } from "../reason.ts";
import { checkWholeNumber } from "../whole-number.ts";
import { sharpDecoder, type ImageDecoder, type PixelForm } from "./decoder.ts";

export interface ImageFolderOptions {
  /** All images are stretched to this size: `64` or `[height, width]`. */
  readonly size: number | readonly [height: number, width: number];
  /** 3 for colours (unless given), 1 for grey. */
  readonly channels?: 1 | 3 | undefined;
  /** Decodes files in place of the package sharp. */
  readonly decode?: ImageDecoder | undefined;
}

/**
 * The images of a folder that has a folder for each class, in Node: PNG, JPEG and WebP files, also in folders below. Classes
 * and files are in the order of their names; pixels are from 0 to 1, shape `[n, channels, height, width]`.
 *
 * The package sharp decodes and resizes them and is to be installed beside this one: `npm i sharp`. Throws a `DataError` that
 * names the file where one is no whole image, and the folder where it has none.
 *
 * @example ignore: reads files
 * const pets = await imageFolder("pets", { size: 64 });
 * pets.classes; // ["cat","dog"], for files such as pets/cat/1.jpg
 */
export async function imageFolder(
  path: string,
  options: ImageFolderOptions,
): Promise<Dataset & { readonly classes: readonly string[] }> {
  const form = formOf(options);
  const disk = diskFor(operation, "an ImageBitmap and a canvas");
  const classes = await classFolders(disk, path);
  const files = await Promise.all(classes.map((name) => imagesBelow(disk, disk.join(path, name))));
  const paths = files.flat();
  const labels = Int32Array.from(files.flatMap((found, label) => found.map(() => label)));
  const decode = options.decode ?? (await sharpDecoder(operation));
  const inputs = await allPixels(paths, form, async (file) => decode(await disk.read(file), form));
  return {
    ...dataset({
      inputs: { data: inputs, shape: [paths.length, form.channels, form.height, form.width] },
      targets: { data: labels, shape: [paths.length] },
    }),
    classes,
  };
}

const operation = "imageFolder";

function formOf({ size, channels = 3 }: ImageFolderOptions): PixelForm {
  const [height, width] = typeof size === "number" ? [size, size] : size;
  for (const length of [height, width]) checkWholeNumber(operation, "size", length, 1);
  if (![1, 3].includes(channels)) throw new DataError(operation, `channels is ${channels}; give 1 or 3`);
  return { height, width, channels };
}

async function classFolders(disk: Disk, path: string): Promise<readonly string[]> {
  const { folders } = await disk.list(path).catch((cause: unknown) => {
    throw new DataError(operation, `cannot read the folder ${path}: ${reasonOf(cause)}`, { cause });
  });
  const classes = folders.filter((name) => !name.startsWith("."));
  if (classes.length > 0) return classes;
  throw new DataError(
    operation,
    `${path} has no folders; put the images of each class in a folder of its own`,
  );
}

async function imagesBelow(disk: Disk, path: string): Promise<string[]> {
  const found = await filesBelow(disk, path);
  if (found.length > 0) return found;
  throw new DataError(
    operation,
    `${path} has no PNG, JPEG or WebP files; put some there, or remove the folder`,
  );
}

async function filesBelow(disk: Disk, path: string): Promise<string[]> {
  const { folders, files } = await disk.list(path);
  const here = files
    .filter((name) => /^[^.].*\.(png|jpe?g|webp)$/i.test(name))
    .map((name) => disk.join(path, name));
  const below = await Promise.all(folders.map((name) => filesBelow(disk, disk.join(path, name))));
  return [...here, ...below.flat()];
}

/** So many images are decoded at once. */
const together = 16;

/** More numbers than this are 4 GiB. */
const mostNumbers = 2 ** 30;

async function allPixels(
  paths: readonly string[],
  form: PixelForm,
  decode: (path: string) => Promise<Uint8Array>,
): Promise<Float32Array> {
  const length = form.channels * form.height * form.width;
  if (paths.length * length > mostNumbers)
    throw new DataError(
      operation,
      `${paths.length} images of ${length} numbers are too many; give a smaller size`,
    );
  const inputs = new Float32Array(paths.length * length);
  for (let start = 0; start < paths.length; start += together) {
    const decoding = paths.slice(start, start + together).map(async (path, i) => {
      const pixels = await decode(path).catch((cause: unknown) => {
        throw new DataError(operation, `cannot use ${path}: ${reasonOf(cause)}; mend or remove it`, {
          cause,
        });
      });
      if (pixels.length !== length)
        throw new DataError(
          operation,
          `${path} was decoded to ${pixels.length} numbers, expected ${length}; mend or remove it`,
        );
      planes(pixels, form, inputs.subarray((start + i) * length, (start + i + 1) * length));
    });
    await Promise.all(decoding);
  }
  return inputs;
}

/** Puts the channels of all pixels one after another. */
function planes(pixels: Uint8Array, { channels }: PixelForm, to: Float32Array): void {
  const plane = to.length / channels;
  for (let at = 0; at < to.length; at++)
    to[(at % channels) * plane + Math.floor(at / channels)] = pixels[at] / 255;
}
