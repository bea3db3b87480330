import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { breastCancer, iris, wine } from "./published.ts";

const dataDir = process.env["PIECEWISE_DATA_DIR"] ?? "";

it.runIf(existsSync(join(dataDir, "iris"))).each([
  { name: "iris", load: iris, shape: [150, 4], counts: { setosa: 50, versicolor: 50, virginica: 50 } },
  { name: "wine", load: wine, shape: [178, 13], counts: { class_0: 59, class_1: 71, class_2: 48 } },
  { name: "breastCancer", load: breastCancer, shape: [569, 30], counts: { malignant: 212, benign: 357 } },
])("$name has the rows and classes it is known for", async ({ load, shape, counts }) => {
  const { inputs, targets, classes = [], features } = await load();
  expect([inputs.shape, features.length]).toEqual([shape, shape[1]]);
  const found = classes.map((name, label) => [name, targets.data.filter((at) => at === label).length]);
  expect(Object.fromEntries(found)).toEqual(counts);
});

it("refuses another table than the published one", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "iris-"));
  await writeFile(join(dataDir, "iris.csv"), "5.1,3.5,1.4,0.2,0");
  await expect(iris({ dataDir })).rejects.toThrow(/^iris: cannot use .*iris.csv: .*SHA-256/);
  await rm(dataDir, { recursive: true });
});
