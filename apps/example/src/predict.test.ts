import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digits } from "piecewise";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runProgram } from "./child-process.ts";

const folder = mkdtempSync(join(tmpdir(), "predict-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

const { inputs, targets } = digits({ count: 20, seed: 77 });
const row = 5;

beforeAll(async () => {
  const pixels = Uint8Array.from(inputs.data.slice(row * 784, (row + 1) * 784), (shade) =>
    Math.round(shade * 255),
  );
  const image = sharp(pixels, { raw: { width: 28, height: 28, channels: 1 } });
  await image.clone().png().toFile(at("digit.png"));
  await image.clone().negate().resize(100, 100).jpeg().toFile(at("paper.jpg"));
  const trees = Array.from({ length: 100 }, (_, i) => `${i % 2 ? 3 : 1},${i % 7},${i % 2 ? "oak" : "elm"}`);
  writeFileSync(at("trees.csv"), ["height,age,kind", ...trees].join("\n"));
  const train = (...args: string[]) => runProgram("train", [...args, "--json"]);
  const runs = [
    train("--data", "digits", "--epochs", "4", "--save", at("digits.safetensors")),
    train(
      ...["--data", at("trees.csv"), "--target", "kind", "--epochs", "20", "--save", at("kind.safetensors")],
    ),
    train(
      ...["--data", at("trees.csv"), "--target", "age", "--epochs", "1", "--save", at("age.safetensors")],
    ),
  ];
  expect((await Promise.all(runs)).map(({ code }) => code)).toEqual([0, 0, 0]);
}, 60_000);

it.each([
  { of: "an image of the size", args: ["--image", at("digit.png")] },
  { of: "a larger one, dark on light", args: ["--image", at("paper.jpg"), "--invert"] },
])("names the digit on $of", async ({ args }) => {
  const { code, output } = await runProgram("predict", [at("digits.safetensors"), ...args]);
  expect(code).toBe(0);
  const lines = output.trim().split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(new RegExp(`^${targets.data[row]} +\\d+\\.\\d %$`));
});

it.each([
  ["1,3", "elm"],
  ["3,3", "oak"],
])("names the kind of tree %s", async (values, kind) => {
  const { output } = await runProgram("predict", [at("kind.safetensors"), "--row", values]);
  expect(output).toMatch(new RegExp(`^${kind} +\\d+\\.\\d %\n`));
});

it("gives a number where one was learned", async () => {
  const { output } = await runProgram("predict", [at("age.safetensors"), "--row", "1,0,1"]);
  expect(output).toMatch(/^age: -?\d/);
});

it.each([
  [["kind.safetensors"], "error: the model takes table; give --row"],
  [["digits.safetensors", "--row", "1,2"], "error: the model takes images; give --image"],
  [["kind.safetensors", "--row", "1"], "error: --row takes 2 numbers with commas between them: height, age"],
  [["digits.safetensors", "--image", at("trees.csv")], "error: cannot read the image"],
  [["trees.csv"], "error: readSafetensors: cannot use"],
])("says in one line what is wrong with %j", async ([file, ...args], message) => {
  const { code, output, errors } = await runProgram("predict", [at(file), ...args]);
  expect([code, output]).toEqual([1, ""]);
  expect(errors).toContain(message);
  expect(errors.trim().split("\n")).toHaveLength(1);
});
