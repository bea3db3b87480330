import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { PublishedFile } from "../published-file.ts";
import { archive } from "./archive.rows.test.ts";
import { loadCifar, type CifarCollection } from "./load-cifar.ts";

/** A file of images with these labels. */
const images = (...labels: number[]) =>
  Uint8Array.from(labels.flatMap((label) => new Array<number>(3073).fill(label)));
const described = (name: string, content: Uint8Array): PublishedFile => ({
  name,
  sha256: createHash("sha256").update(content).digest("hex"),
});

const [one, two, test, beginning] = [images(1, 2), images(3, 4), images(5), images(1)];
const zipped = gzipSync(archive({ "tiny-bin/": images(), "tiny-bin/one.bin": one, "tiny-bin/two.bin": two }));
const collection: CifarCollection = {
  name: "tiny",
  folders: ["tiny-bin"],
  mirrors: ["http://127.0.0.1:1/"],
  archive: { ...described("tiny.tar.gz", zipped), published: "tiny.tar.gz", digestOf: "zip" },
  imagesInFile: 2,
  files: {
    train: [described("one.bin", one), described("two.bin", two)],
    test: [described("test.bin", test)],
  },
  beginnings: {
    folder: "tiny-subset",
    train: { ...described("first.bin", beginning), images: 1 },
    test: { ...described("none.bin", beginning), images: 0 },
  },
};

let dataDir = "";
const put = async (folder: string, name: string, content: Uint8Array) => {
  await mkdir(join(dataDir, folder), { recursive: true });
  await writeFile(join(dataDir, folder, name), content);
};
beforeAll(async () => {
  vi.stubEnv("PIECEWISE_DATA_DIR", "");
  dataDir = await mkdtemp(join(tmpdir(), "cifar-"));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(dataDir, { recursive: true });
});

it("takes images from the beginning alone, from the archive, and from single files before it", async () => {
  const labels = async (limit?: number) => {
    const { targets } = await loadCifar(collection, "train", { dataDir, cacheDir: dataDir, limit });
    return [...targets.data];
  };
  await put("tiny-subset", "first.bin", beginning);
  expect(await labels(1)).toEqual([1]);
  await expect(labels(2)).rejects.toThrow("tiny: cannot download tiny.tar.gz");
  await put("tiny-bin", "tiny.tar.gz", zipped);
  expect(await labels(3)).toEqual([1, 2, 3]);
  await put("tiny-bin", "two.bin.gz", gzipSync(two));
  expect(await labels()).toEqual([1, 2, 3, 4]);
});

it("says when the archive lacks a file", async () => {
  const attempt = loadCifar(collection, "test", { dataDir, cacheDir: dataDir });
  await expect(attempt).rejects.toThrow("tiny: tiny.tar.gz holds no test.bin; get the archive again");
});
