import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ready } from "piecewise";
import { expect, it } from "vitest";
import { halves, treesCsv, zipped } from "../own/files-under-test.ts";
import type { OwnData, OwnDrawing, OwnPoint } from "../own/own-data.ts";
import { fromHash, type Settings } from "../settings.ts";
import { makeData, shapeOf } from "../worker/make-data.ts";
import { rowsFile } from "../worker/own/rows-file.ts";
import { startRun } from "../worker/run.ts";
import { programText } from "./program-text.ts";

const steps = 1000;

/** The program's test loss and accuracy. It runs in a process of its own, with its files in `cwd`. */
async function outputOf(
  program: string,
  cwd?: string,
): Promise<{ readonly loss: number; readonly accuracy: number }> {
  const path = join(import.meta.dirname, `program-${process.pid}.mjs`);
  await writeFile(
    path,
    program.replace("console.log(", "console.log(JSON.stringify(").replace(/\);\n$/, "));\n"),
  );
  try {
    const { stdout } = await promisify(execFile)("node", ["--conditions=@piecewise/source", path], { cwd });
    return JSON.parse(stdout) as { loss: number; accuracy: number };
  } finally {
    await rm(path);
  }
}

it.each([
  "#data=spirals",
  "#data=moons&layers=8-gelu_8-tanh&initializer=far+too+small&optimizer=momentum&learningRate=0.1&seed=4",
  "#data=circles&layers=&initializer=zeros&optimizer=sgd&batchSize=50",
  "#data=digits&model=cnn-lite&layers=4-relu_6-gelu&learningRate=0.003",
  "#data=digits&layers=12-selu&initializer=lecunNormal&optimizer=lion&learningRate=0.001",
])("the program for %s comes to what the page comes to", (hash) => agree(fromHash(hash)));

async function agree(settings: Settings, own?: OwnData, folder?: string): Promise<void> {
  await ready();
  const data = await makeData(settings, own);
  const run = startRun(settings, data, async () => {});
  run.gate.open(steps);
  while (!run.gate.isClosed) await new Promise((resolve) => setTimeout(resolve, 10));
  const shape = { ...shapeOf(data.training), ...(data.found && { own: data.found }) };
  const program = await outputOf(programText(settings, shape, own), folder);
  const { points, step } = await run.look();
  expect(step).toBe(steps);
  expect(program.accuracy).toBeCloseTo(points.at(-1)!.accuracy, 6);
  expect(program.loss).toBeCloseTo(points.at(-1)!.testLoss, 5);
}

const file = (name: string, content: BlobPart) => new File([content], name);
const [training, test] = [halves(100, 5), halves(600, 7)];
const trainImages = file("train-images-idx3-ubyte.gz", zipped(training.images));
const trainLabels = file("train-labels-idx1-ubyte", training.labels);
const testImages = file("t10k-images-idx3-ubyte", test.images);
const testLabels = file("t10k-labels-idx1-ubyte.gz", zipped(test.labels));
const table = { name: "own files", kind: "table", target: "kind" } as const;
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

it.each<[string, string, OwnData]>([
  ["a table", "", { ...table, file: file("trees.csv", treesCsv(90, 5)) }],
  ["a long table", "&layers=4-tanh&seed=9", { ...table, file: file("many trees.csv", treesCsv(2600, 5)) }],
  ["images", "&layers=4-relu&model=cnn-lite", { ...images, parts: { trainImages, trainLabels } }],
  [
    "images to test with",
    "&layers=8-relu",
    { ...images, parts: { trainImages, trainLabels, testImages, testLabels } },
  ],
  ["few points", "", { name: "own points", points: points(12) }],
  ["points", "&optimizer=momentum", { name: "own points", points: points(60) }],
  ["drawings", "&layers=6-relu", { name: "own drawings", drawings }],
])("the program for own %s reads them, and comes to what the page comes to", async (_, hash, own) => {
  const folder = await mkdtemp(join(tmpdir(), "own-"));
  try {
    for (const { name, content } of await filesOf(own)) await writeFile(join(folder, name), content);
    const data = own.name.replace(" ", "+");
    await agree(fromHash(`#data=${data}${hash}`), own, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
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
