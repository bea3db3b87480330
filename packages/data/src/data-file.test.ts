import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { dataFile, type FileOptions } from "./data-file.ts";

const content = new TextEncoder().encode("thirty-two");
const file = {
  name: "train-images-idx3-ubyte",
  sha256: createHash("sha256").update(content).digest("hex"),
};

let folder = "";
let offline: FileOptions;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "piecewise-"));
  offline = { cacheDir: join(folder, "cache"), mirrors: [] };
  vi.stubEnv("PIECEWISE_DATA_DIR", "");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function put(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), bytes);
}

function get(options: FileOptions): Promise<Uint8Array> {
  const origin = { name: "mnist", folders: ["mnist", "MNIST/raw", "."], mirrors: [] } as const;
  return dataFile(origin, file, { ...offline, ...options });
}

it.each([
  "train-images-idx3-ubyte",
  "train-images-idx3-ubyte.gz",
  "train-images.idx3-ubyte",
  "mnist/train-images-idx3-ubyte.gz",
  "mnist/train-images.idx3-ubyte.gz",
  "MNIST/raw/train-images-idx3-ubyte",
])("finds %s in the data folder", async (name) => {
  await put(`data/${name}`, name.endsWith(".gz") ? gzipSync(content) : content);
  expect(await get({ dataDir: join(folder, "data") })).toEqual(content);
});

it("looks in dataDir, then in PIECEWISE_DATA_DIR, then in the cache", async () => {
  const wrong = new TextEncoder().encode("wrong");
  const places = ["data", "environment", "cache/mnist"].map((place) => `${place}/${file.name}`);
  const get1 = () => get({ dataDir: join(folder, "data") });
  vi.stubEnv("PIECEWISE_DATA_DIR", join(folder, "environment"));
  for (const place of places.toReversed()) {
    await put(place, content);
    expect(await get1()).toEqual(content);
    await put(place, wrong);
    await expect(get1()).rejects.toThrow(`cannot use ${join(folder, place)}`);
  }
});

it("refuses other content under the right name, and says what to do", async () => {
  await put(`data/${file.name}`, new TextEncoder().encode("wrong"));
  await expect(get({ dataDir: join(folder, "data") })).rejects.toMatchObject({
    name: "DataError",
    message: expect.stringMatching(
      /^mnist: cannot use .*: its content has the SHA-256 .*; delete it, or put the published file in its place$/,
    ) as string,
  });
});

it("refuses a corrupt file", async () => {
  await put(`data/${file.name}.gz`, gzipSync(content).subarray(0, 20));
  await expect(get({ dataDir: join(folder, "data") })).rejects.toThrow("20 bytes are no whole gzip file");
});

it("says so when the cache cannot be written to", async () => {
  await put("plain-file", content);
  await expect(get({ cacheDir: join(folder, "plain-file", "cache") })).rejects.toThrow(
    /^mnist: cannot write to the cache, .*; pass a `cacheDir` that can be written to, or set XDG_CACHE_HOME$/,
  );
});

it("says so when the file is nowhere", async () => {
  await expect(get({})).rejects.toThrow("mnist: cannot download train-images-idx3-ubyte.gz");
});
