import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import type { Split } from "../image-collection.ts";
import { cifar10 } from "./cifar10.ts";
import { parseCifar10 } from "./parse-cifar10.ts";

const images = Uint8Array.from({ length: 2 * 3073 }, (_, i) => (i % 3073 === 0 ? 9 - i / 3073 : i % 256));

it("parses labels and the three colours of each image", () => {
  const { inputs, targets, classes } = parseCifar10(images);
  expect([inputs.shape, targets.data]).toEqual([[2, 3, 32, 32], Int32Array.of(9, 8)]);
  expect(classes[9]).toBe("truck");
  for (const at of [0, 1023, 3071]) {
    expect(inputs.data[at]).toBe(Math.fround(images[1 + at] / 255));
    expect(inputs.data[3072 + at]).toBe(Math.fround(images[3074 + at] / 255));
  }
});

it.each([
  { of: "no bytes", bytes: new Uint8Array(0), says: "found 0 bytes, expected 3073 for each image" },
  { of: "a cut image", bytes: images.subarray(1), says: "found 6145 bytes" },
  { of: "a zipped file", bytes: Uint8Array.of(0x1f, 0x8b), says: "the bytes are gzip; unzip them" },
  { of: "an unknown class", bytes: images.with(3073, 10), says: "image 1 has the class 10, expected 0 to 9" },
])("refuses $of", ({ bytes, says }) => {
  expect(() => parseCifar10(bytes)).toThrow(`parseCifar10: ${says}`);
});

const dataDir = process.env["PIECEWISE_DATA_DIR"] ?? "";

it.runIf(existsSync(join(dataDir, "cifar10-subset"))).each<[Split, number[]]>([
  ["train", [6, 9, 9, 4, 1, 1, 2, 7, 8, 3]],
  ["test", [3, 8, 8, 0, 6, 6, 1, 6, 3, 1]],
])("%s begins with the labels it is known for", async (split, labels) => {
  const { inputs, targets } = await cifar10(split, { limit: 10 });
  expect([...targets.data]).toEqual(labels);
  expect(inputs.shape).toEqual([10, 3, 32, 32]);
});

it("refuses another file than the published one, and says what to do without files and network", async () => {
  vi.stubEnv("PIECEWISE_DATA_DIR", "");
  const dataDir = await mkdtemp(join(tmpdir(), "cifar-"));
  const options = { dataDir, cacheDir: dataDir, mirrors: ["http://127.0.0.1:1/"] };
  await expect(cifar10("test", options)).rejects.toThrow(
    /^cifar10: cannot download cifar-10-binary.tar.gz .*pass a folder that has the file as .dataDir./,
  );
  await writeFile(join(dataDir, "test_batch.bin"), images);
  await expect(cifar10("test", options)).rejects.toThrow(/^cifar10: cannot use .*test_batch.bin: .*SHA-256/);
  await expect(cifar10("validation" as Split, options)).rejects.toThrow('cifar10: no split "validation"');
  await rm(dataDir, { recursive: true });
  vi.unstubAllEnvs();
});
