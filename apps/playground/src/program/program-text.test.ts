import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ready } from "piecewise";
import { expect, it } from "vitest";
import { fromHash } from "../settings.ts";
import { makeData, shapeOf } from "../worker/make-data.ts";
import { startRun } from "../worker/run.ts";
import { programText } from "./program-text.ts";

const steps = 1000;

/** The program's test loss and accuracy. It runs in a process of its own, from a folder where packages are found. */
async function outputOf(program: string): Promise<{ readonly loss: number; readonly accuracy: number }> {
  const path = join(import.meta.dirname, `program-${process.pid}.mjs`);
  await writeFile(
    path,
    program.replace("console.log(", "console.log(JSON.stringify(").replace(/\);\n$/, "));\n"),
  );
  try {
    const { stdout } = await promisify(execFile)("node", ["--conditions=@piecewise/source", path]);
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
])("the program for %s comes to what the page comes to", async (hash) => {
  await ready();
  const settings = fromHash(hash);
  const data = await makeData(settings);
  const run = startRun(settings, data, async () => {});
  run.gate.open(steps);
  while (!run.gate.isClosed) await new Promise((resolve) => setTimeout(resolve, 10));
  const program = await outputOf(programText(settings, shapeOf(data.training)));
  const { points, step } = await run.look();
  expect(step).toBe(steps);
  expect(program.accuracy).toBeCloseTo(points.at(-1)!.accuracy, 6);
  expect(program.loss).toBeCloseTo(points.at(-1)!.testLoss, 5);
});
