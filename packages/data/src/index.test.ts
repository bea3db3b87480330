import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as data from "./index.ts";

it("has the names that others build on", () => {
  expect(Object.keys(data).sort()).toEqual([
    "DataError",
    "augment",
    "batches",
    "breastCancer",
    "cifar10",
    "circles",
    "classWeights",
    "csvRows",
    "dataset",
    "digits",
    "fashionMnist",
    "fileStream",
    "flipHorizontal",
    "flipVertical",
    "gaussianNoise",
    "gunzip",
    "idxRows",
    "imageFolder",
    "iris",
    "mapBatches",
    "minMaxScaler",
    "mixup",
    "mnist",
    "moons",
    "normalizer",
    "npyBytes",
    "npzBytes",
    "oversample",
    "parseCifar10",
    "parseCsv",
    "parseIdx",
    "parseNpy",
    "parseNpz",
    "parseSafetensors",
    "prefetch",
    "random",
    "randomCrop",
    "readCsv",
    "readSafetensors",
    "rotate",
    "rowCount",
    "safetensorsBytes",
    "safetensorsChunks",
    "shakespeare",
    "shift",
    "shuffle",
    "spirals",
    "splitDataset",
    "streamBatches",
    "tableDataset",
    "take",
    "textWindows",
    "vocabularyOf",
    "wine",
    "writeSafetensors",
    "xor",
  ]);
});

it("imports neither Node's modules, which browsers lack, nor a package but for zip files and tables", () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
  );
  for (const name of sources) {
    const code = readFileSync(join(import.meta.dirname, name), "utf8");
    for (const [, from] of code.matchAll(/ from "([^"]+)"/g))
      expect(from, name).toMatch(/^(\.\.?\/|(fflate|papaparse)$)/);
  }
});
