import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { halves, treesCsv, zipped } from "../own/files-under-test.ts";
import { ownTable } from "../own/table-under-test.ts";
import type { OwnData, OwnDrawing, OwnPoint } from "../own/own-data.ts";
import { fromHash } from "../settings.ts";
import { rowsFile } from "../worker/own/rows-file.ts";
import { complaintsAbout } from "./output-of.ts";
import { comesToTheSame } from "./program-under-test.ts";

const file = (name: string, content: BlobPart) => new File([content], name);
const [training, test] = [halves(100, 5), halves(600, 7)];
const trainImages = file("train-images-idx3-ubyte.gz", zipped(training.images));
const trainLabels = file("train-labels-idx1-ubyte", training.labels);
const testImages = file("t10k-images-idx3-ubyte", test.images);
const testLabels = file("t10k-labels-idx1-ubyte.gz", zipped(test.labels));
const points = (count: number) =>
  Array.from({ length: count }, (_, i): OwnPoint => ({
    x: Math.sin(i),
    y: i / count,
    label: i % 3 === 0 ? 1 : 0,
  }));
const drawings = Array.from({ length: 24 }, (_, i): OwnDrawing => {
  const pixels = Float32Array.from({ length: 784 }, (_, place) => Number(place % 28 < 14 === (i % 2 === 0)));
  return { label: (i % 2 === 0) !== (i % 5 === 4) ? 1 : 7, pixels };
});
const images = { name: "own files", kind: "images" } as const;

const rows: readonly (readonly [string, string, OwnData])[] = [
  ["a table", "", await ownTable(treesCsv(90, 5))],
  ["a long table", "&layers=4-tanh&seed=9", await ownTable(treesCsv(2600, 5), { name: "many trees.csv" })],
  ["images", "&layers=4-relu&model=cnn-lite", { ...images, parts: { trainImages, trainLabels } }],
  [
    "images to test with",
    "&layers=8-relu",
    { ...images, parts: { trainImages, trainLabels, testImages, testLabels } },
  ],
  ["few points", "", { name: "own points", points: points(12) }],
  ["points", "&optimizer=momentum", { name: "own points", points: points(60) }],
  ["drawings", "&layers=6-relu", { name: "own drawings", drawings }],
];
const programs: string[] = [];

it.each(rows)(
  "the program for own %s reads them, and comes to what the page comes to",
  async (_, hash, own) => {
    const folder = await mkdtemp(join(tmpdir(), "own-"));
    try {
      for (const { name, content } of await filesOf(own)) await writeFile(join(folder, name), content);
      const data = own.name.replace(" ", "+");
      const settings = fromHash(`#data=${data}${hash}`);
      programs.push(await comesToTheSame(settings, [100], { own, folder }));
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

it("all of them are TypeScript that the compiler has nothing against", async () => {
  expect(programs.length).toBe(rows.length);
  expect(await complaintsAbout(...programs)).toBe("");
});

/** What the user has: the files that were opened, or the one that was saved. */
async function filesOf(own: OwnData): Promise<readonly { name: string; content: Uint8Array }[]> {
  if (own.name === "own points") return [{ name: "points.safetensors", content: await rowsFile(own) }];
  if (own.name === "own drawings") return [{ name: "drawings.safetensors", content: await rowsFile(own) }];
  const files = own.kind === "table" ? [own.file] : Object.values(own.parts);
  return Promise.all(
    files.map(async (one) => ({ name: one.name, content: new Uint8Array(await one.arrayBuffer()) })),
  );
}
