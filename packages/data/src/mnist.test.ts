import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { fashionMnist, mnist } from "./mnist.ts";

const dataDir = process.env["PIECEWISE_DATA_DIR"];

const published = [
  ["mnist", "train", mnist, [5, 0, 4, 1, 9, 2, 1, 3]],
  ["mnist", "test", mnist, [7, 2, 1, 0, 4, 1, 4, 9]],
  ["fashionMnist", "train", fashionMnist, [9, 0, 0, 3, 0, 2, 7, 2]],
  ["fashionMnist", "test", fashionMnist, [9, 2, 1, 1, 6, 1, 4, 6]],
] as const;

it.skipIf(!dataDir).each(published)(
  "%s(%s) begins with the labels it is known for",
  async (_name, split, load, labels) => {
    const { inputs, targets, classes } = await load(split, { limit: 8 });
    expect([...targets.data]).toEqual(labels);
    expect(inputs.shape).toEqual([8, 1, 28, 28]);
    expect(classes).toHaveLength(10);
  },
);

it.skipIf(!dataDir)("has MNIST's mean and deviation", async () => {
  const { inputs } = await mnist("test");
  const data = Array.from(inputs.data);
  const mean = data.reduce((sum, pixel) => sum + pixel, 0) / data.length;
  const variance = data.reduce((sum, pixel) => sum + (pixel - mean) ** 2, 0) / data.length;
  expect([inputs.shape, data.length]).toEqual([[10_000, 1, 28, 28], 7_840_000]);
  expect(mean).toBeCloseTo(0.1325, 4);
  expect(Math.sqrt(variance)).toBeCloseTo(0.3105, 4);
});

it.skipIf(!dataDir)("refuses Fashion-MNIST's files in the place of MNIST's", async () => {
  const wrong = mnist("test", { dataDir: join(dataDir ?? "", "fashion-mnist") });
  await expect(wrong).rejects.toThrow(/^mnist: cannot use .*t10k-labels-idx1-ubyte.*SHA-256/);
});

it.each([
  ["mnist", mnist],
  ["fashionMnist", fashionMnist],
] as const)("%s says what to do without files and network", async (name, load) => {
  vi.stubEnv("PIECEWISE_DATA_DIR", "");
  const cacheDir = await mkdtemp(join(tmpdir(), "piecewise-"));
  await expect(load("train", { cacheDir, mirrors: ["http://127.0.0.1:1/"] })).rejects.toMatchObject({
    name: "DataError",
    message: expect.stringMatching(
      `^${name}: cannot download train-labels-idx1-ubyte.gz .*pass a folder that has the file as .dataDir.`,
    ) as string,
  });
  vi.unstubAllEnvs();
  await rm(cacheDir, { recursive: true });
});
