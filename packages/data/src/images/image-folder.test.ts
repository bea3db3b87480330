import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { imageFolder, type ImageFolderOptions } from "./image-folder.ts";

let folder = "";
const at = (...names: string[]) => join(folder, ...names);

async function put(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

/** A picture of two pixels, red above green. */
const pixels = Uint8Array.of(255, 0, 0, 0, 128, 0);
const picture = () => sharp(pixels, { raw: { width: 1, height: 2, channels: 3 } });
const red = { r: 255, g: 0, b: 0 };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "images-"));
  await put(at("pets", "dog", "b.png"), await picture().png().toBuffer());
  await put(
    at("pets", "dog", "a.jpg"),
    await sharp({ create: { width: 9, height: 5, channels: 3, background: red } })
      .jpeg()
      .toBuffer(),
  );
  await put(
    at("pets", "cat", "young", "1.webp"),
    await picture().ensureAlpha().webp({ lossless: true }).toBuffer(),
  );
  await put(at("pets", "cat", "notes.txt"), "all cats");
  await put(at("pets", ".cache", "x.png"), "none");
  await put(at("pets", "read me.txt"), "pets");
});
afterAll(() => rm(folder, { recursive: true }));

it("makes a class of each folder, and rows of its images, in the order of their names", async () => {
  const { inputs, targets, classes } = await imageFolder(at("pets"), { size: [2, 1] });
  expect([classes, targets]).toEqual([["cat", "dog"], { data: Int32Array.of(0, 1, 1), shape: [3] }]);
  expect(inputs.shape).toEqual([3, 3, 2, 1]);
  const colours = [1, 0, 0, Math.fround(128 / 255), 0, 0];
  expect([...inputs.data.subarray(0, 6)]).toEqual(colours);
  expect([...inputs.data.subarray(12, 18)]).toEqual(colours);
  // JPEG keeps colours by and large.
  for (const [place, pixel] of [1, 1, 0, 0, 0, 0].entries())
    expect(inputs.data[6 + place]).toBeCloseTo(pixel, 1);
});

it("stretches images to a size, and makes them grey when asked", async () => {
  const { inputs } = await imageFolder(at("pets"), { size: 8, channels: 1 });
  expect(inputs.shape).toEqual([3, 1, 8, 8]);
});

it("takes a decoder of your own", async () => {
  const decode = (file: Uint8Array) => Uint8Array.of(file.length > 0 ? 51 : 0);
  const { inputs } = await imageFolder(at("pets"), { size: 1, channels: 1, decode });
  expect(inputs.data).toEqual(Float32Array.of(0.2, 0.2, 0.2));
});

it("refuses an image that is no whole one, by its name", async () => {
  await put(at("broken", "a", "good.png"), await picture().png().toBuffer());
  const whole = await readFile(at("pets", "dog", "a.jpg"));
  for (const bytes of [whole.subarray(0, whole.length / 2), Buffer.from("no image"), Buffer.alloc(0)]) {
    await put(at("broken", "a", "photo.jpg"), bytes);
    await expect(imageFolder(at("broken"), { size: 4 })).rejects.toThrow(
      `imageFolder: cannot use ${at("broken", "a", "photo.jpg")}: `,
    );
  }
});

it.each<{ of: string; path: string[]; options?: Partial<ImageFolderOptions>; says: string }>([
  { of: "a folder that is missing", path: ["none"], says: "cannot read the folder" },
  {
    of: "a folder without classes",
    path: ["pets", "dog"],
    says: "has no folders; put the images of each class",
  },
  { of: "no size", path: ["pets"], options: { size: 0 }, says: "size is 0" },
  {
    of: "two channels",
    path: ["pets"],
    options: { channels: 2 as never },
    says: "channels is 2; give 1 or 3",
  },
  {
    of: "sizes beyond memory",
    path: ["pets"],
    options: { size: 2 ** 20 },
    says: "are too many; give a smaller size",
  },
  {
    of: "pixels of another size",
    path: ["pets"],
    options: { decode: () => pixels },
    says: "was decoded to 6 numbers, expected 48",
  },
])("refuses $of", async ({ path, options, says }) => {
  await expect(imageFolder(at(...path), { size: 4, ...options })).rejects.toThrow(says);
});

it("refuses a class without images", async () => {
  await mkdir(at("empty", "a"), { recursive: true });
  await expect(imageFolder(at("empty"), { size: 4 })).rejects.toThrow("has no PNG, JPEG or WebP files");
});
