import {
  mostMeasured,
  partNames,
  type Found,
  type ImageParts,
  type OwnData,
  type OwnTable,
} from "../own/own-data.ts";
import type { DataShape } from "../plan.ts";
import { isOwn, rowsOf, type Settings } from "../settings.ts";

/** How a program comes to its rows. */
export interface DataText {
  /** What it takes from our packages. */
  readonly names: readonly string[];
  /** What it takes from Node. */
  readonly imports: string;
  /** What stands before the network. */
  readonly before: string;
  readonly training: string;
  readonly test: string;
}

/** The rows of the settings, or of what the user brought, in a program. */
export function dataText({ data, seed }: Settings, shape: DataShape, own: OwnData | undefined): DataText {
  if (!isOwn(data)) {
    const { training, test } = rowsOf(data, seed);
    const rows = ({ count, seed }: typeof test) => `${data}({ count: ${count}, seed: ${seed} })`;
    return { names: [data], imports: "", before: "", training: rows(training), test: rows(test) };
  }
  const found = shape.own;
  if (own === undefined || found?.name !== data) throw new Error(`${data} are not here`);
  if (own.name !== "own files") return drawnText(own.name, found, seed);
  return own.kind === "table" ? tableText(own, found, seed) : imagesText(own.parts, found, seed);
}

function drawnText(name: "own points" | "own drawings", found: Found, seed: number): DataText {
  const file = name === "own points" ? "points.safetensors" : "drawings.safetensors";
  const isSplit = found.test < found.training;
  const before = `// Saved with “Save data”.
const { inputs, targets } = (await readSafetensors("${file}")).tensors;
const rows = dataset({
  inputs: { data: Float32Array.from(inputs.data, Number), shape: inputs.shape },
  targets: { data: Int32Array.from(targets.data, Number), shape: targets.shape },
  classes: ${JSON.stringify(found.classes)},
});
`;
  const names = ["dataset", "readSafetensors"];
  if (!isSplit) return { names, imports: "", before, training: "rows", test: "rows" };
  return split({ names, imports: "", before: `${before}${splitText("rows", found, seed)}` }, found);
}

function tableText({ file, target }: OwnTable, found: Found, seed: number): DataText {
  const before = `const table = await readCsv(${JSON.stringify(file.name)});
const rows = tableDataset(table, { target: ${JSON.stringify(target)}, task: "classification" });
${splitText("rows", found, seed)}const scale = normalizer(training);
`;
  const names = ["normalizer", "readCsv", "tableDataset"];
  const text = split({ names, imports: "", before }, found);
  return { ...text, training: `scale.apply(${text.training})`, test: `scale.apply(${text.test})` };
}

function imagesText(parts: ImageParts, found: Found, seed: number): DataText {
  const files = partNames.flatMap((name) => parts[name]?.name ?? []);
  const isApart = parts.testImages !== undefined;
  const sets = isApart ? "[training, test]" : "[rows]";
  const pairs = isApart ? "[0, 2]" : "[0]";
  const before = `const files = await Promise.all(
  ${JSON.stringify(files)}.map(async (path) => {
    const bytes = new Uint8Array(await readFile(path));
    return parseIdx(bytes[0] === 0x1f ? await gunzip(bytes) : bytes);
  }),
);
const ${sets} = ${pairs}.map((place) => {
  const [images, labels] = files.slice(place, place + 2);
  return dataset({
    inputs: {
      data: Float32Array.from(images.data, (shade) => shade / 255),
      shape: [images.shape[0], 1, ...images.shape.slice(1)],
    },
    targets: { data: Int32Array.from(labels.data), shape: labels.shape },
    classes: ${JSON.stringify(found.classes)},
  });
});
${isApart ? "" : splitText("rows", found, seed)}`;
  const imports = `import { readFile } from "node:fs/promises";\n`;
  const text = { names: ["dataset", "gunzip", "parseIdx"], imports, before };
  return isApart ? apart(text, found) : split(text, found);
}

function splitText(rows: string, { isStratified }: Found, seed: number): string {
  const stratified = isStratified ? ", stratified: true" : "";
  return `const [training, test] = splitDataset(${rows}, { fraction: 0.8, seed: ${seed}${stratified} });\n`;
}

type Beginning = Pick<DataText, "names" | "imports" | "before">;

const split = ({ names, ...text }: Beginning, found: Found): DataText =>
  apart({ names: [...names, "splitDataset"], ...text }, found);

/** Of many rows to test with, the page measures the first. */
function apart({ names, ...text }: Beginning, { test }: Found): DataText {
  if (test <= mostMeasured) return { names, ...text, training: "training", test: "test" };
  const first = `take(test, Array.from({ length: ${mostMeasured} }, (_, row) => row))`;
  return { names: [...names, "take"], ...text, training: "training", test: first };
}
