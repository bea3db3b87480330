import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findDisk } from "./disk.ts";
import { partialFile, partialMemory, type PartialDownload } from "./partial-download.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "piecewise-"))));
afterEach(() => rm(folder, { recursive: true }));

function inFile(): Promise<PartialDownload> {
  const disk = findDisk();
  if (disk === undefined) throw new Error("Node has a disk");
  return partialFile(disk, "mnist", join(folder, "mnist"), "images.gz");
}

const kinds = [
  ["a file", inFile],
  ["memory", async () => partialMemory()],
] as const;

it.each(kinds)("%s keeps what arrives, in its place, until it restarts", async (_where, open) => {
  const partial = await open();
  await partial.write(new Uint8Array([1, 2, 3]), 0);
  await partial.write(new Uint8Array([4]), 3);
  expect(await partial.size()).toBe(4);
  expect(await partial.read()).toEqual(new Uint8Array([1, 2, 3, 4]));
  await partial.restart();
  expect(await partial.read()).toEqual(new Uint8Array(0));
  await partial.close(false);
});

it("keeps a part on disk for the next run, and names it when it is complete", async () => {
  const first = await inFile();
  await first.write(new Uint8Array([1, 2]), 0);
  await first.close(false);
  expect(await readdir(join(folder, "mnist"))).toEqual(["images.gz.part"]);
  const second = await inFile();
  expect(await second.size()).toBe(2);
  await second.close(true);
  expect(await readdir(join(folder, "mnist"))).toEqual(["images.gz"]);
});

it("refuses a folder that cannot be written to", async () => {
  await writeFile(join(folder, "mnist"), "a file, where the folder should be");
  await expect(inFile()).rejects.toMatchObject({
    name: "DataError",
    message: expect.stringMatching(
      /^mnist: cannot write to the cache, .*images.gz.part: E.*; pass a `cacheDir` that can be written to, or set XDG/,
    ) as string,
  });
});
