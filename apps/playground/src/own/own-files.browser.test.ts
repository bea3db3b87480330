import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, shown, type PageUnderTest } from "../page-under-test.ts";
import { choose, drop, reopened, said } from "./drop-under-test.ts";
import { halves, treesCsv, zipped } from "./files-under-test.ts";

const dataDir = process.env["PIECEWISE_DATA_DIR"] ?? "";
const hasData = existsSync(dataDir);

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

const names = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"]; // prettier-ignore
const published = (folder: string) => names.map((name) => join(dataDir, folder, `${name}.gz`));
const all = "60,000 images of 28 × 28 to learn from, 10,000 to test with";

it.skipIf(!hasData)("MNIST, dropped as its four files, is read by a CNN-lite", async () => {
  const page = await served.open("#model=cnn-lite&layers=8-relu_16-relu&learningRate=0.003&batchSize=64");
  await drop(page, published("mnist"));
  await said(page, all);
  await press(page, "Run");
  await reaches(page, "accuracy", 95);
  await page.getByText("Images it has not seen").waitFor();
  await page.context().close();
});

it.skipIf(!hasData)("Fashion-MNIST, chosen, is told apart by the names of the clothes", async () => {
  const page = await served.open("#layers=64-relu&learningRate=0.003&batchSize=64");
  await choose(page, published("fashion-mnist"));
  await said(page, all);
  await press(page, "Run");
  await reaches(page, "accuracy", 80);
  await page.getByLabel("A test image instead").selectOption({ label: "no. 2, a Pullover" });
  await page.getByText("The network says: Pullover").waitFor();
  expect(await page.getByRole("heading", { name: /digit/i }).count()).toBe(0);
  await page.context().close();
});

it.skipIf(!hasData)("Iris is told apart, and what is taken for what stands in a table", async () => {
  const page = await served.open("#layers=16-relu&batchSize=16");
  const kinds = ["setosa", "versicolor", "virginica"];
  const lines = (await readFile(join(dataDir, "iris", "iris.csv"), "utf8")).trim().split("\n").slice(1);
  const rows = lines.map((line) => line.replace(/\d$/, (kind) => kinds[Number(kind)]));
  const content = ["sepal length,sepal width,petal length,petal width,species", ...rows].join("\n");
  await drop(page, [{ name: "iris.csv", content }]);
  await said(page, "120 rows of 4 numbers to learn from, 30 to test with, 3 classes");
  // It comes to rest there, and so do the numbers.
  for (const step of [100, 200, 300]) {
    await press(page, "100 steps");
    await reaches(page, "step", step);
  }
  expect(parseFloat(await shown(page, "accuracy"))).toBeGreaterThanOrEqual(90);
  const table = page.locator(".confusion table");
  expect(await table.locator("thead th").allInnerTexts()).toEqual(kinds);
  const counts = (await table.locator("tbody td").allInnerTexts()).map(Number);
  const right = counts.filter((_, i) => i % 4 === 0).reduce((a, b) => a + b);
  expect(counts.reduce((a, b) => a + b)).toBe(30);
  expect(`${Math.round((100 * right) / 30)} %`).toBe(await shown(page, "accuracy"));
  await page.context().close();
});

async function curve(page: Page): Promise<readonly string[]> {
  await page.waitForFunction(() => document.querySelector('[data-number="step"]')?.textContent === "0");
  const points: string[] = [];
  for (const step of [100, 200]) {
    await press(page, "100 steps");
    await reaches(page, "step", step);
    points.push(`${await shown(page, "loss")} ${await shown(page, "accuracy")}`);
  }
  return points;
}

const trees = { name: "trees.csv", content: treesCsv(100, 9) };

it("a table of two numbers and two classes lies in the plane, is kept, compared, written down and forgotten", async () => {
  const page = await served.open("#layers=8-tanh&seed=5");
  await drop(page, [trees]);
  await page.getByText("Round: elm; square: oak. Across: height; upwards: width.").waitFor();
  const first = await curve(page);
  await page.getByLabel("Compare with").selectOption("tanh");
  await page.locator('[data-other-step="200"]').waitFor({ state: "attached" });
  expect(`${await page.locator("[data-other-loss]").getAttribute("data-other-loss")}`).toBe(
    await shown(page, "loss"),
  );
  expect(await page.locator(".program pre").textContent()).toContain('readCsv("trees.csv")');
  await page.reload();
  await said(page, "80 rows of 2 numbers");
  expect(await curve(page)).toEqual(first);
  await press(page, "Forget them");
  await page.getByText("The files of this run are not in this browser.").waitFor();
  await page.reload();
  await page.getByText("The files of this run are not in this browser.").waitFor();
  expect(await page.locator(".program").count()).toBe(0);
  await page.context().close();
});

it("another target is chosen where the last column is none", async () => {
  const page = await served.open("#layers=8-relu");
  const swapped = treesCsv(100).split("\n").map((line) => line.split(",").toReversed().join(",")); // prettier-ignore
  await choose(page, [{ name: "trees.csv", content: swapped.join("\n") }]);
  await page.getByRole("alert").getByText('the target "height" has 100 different values').waitFor();
  expect(await page.getByLabel("Data").inputValue()).toBe("spirals");
  await page.getByLabel("Target column").selectOption("kind");
  await said(page, "80 rows of 2 numbers");
  await press(page, "Run");
  await reaches(page, "accuracy", 95);
  await page.context().close();
});

it("what is refused is refused in words, and the run goes on as it was", async () => {
  const page = await served.open();
  await press(page, "Run");
  const { images, labels } = halves(40);
  const refused = (words: string) => page.getByRole("alert").getByText(words).waitFor();
  await drop(page, [
    { name: `${names[0]}.gz`, content: zipped(images).subarray(0, -5) },
    { name: names[1], content: labels },
  ]);
  await refused("train-images-idx3-ubyte.gz: gunzip:");
  await drop(page, [{ name: "holes.csv", content: "height,kind\n1,oak\n,elm" }]);
  await refused('holes.csv: tableDataset: line 3, column "height": the value is missing');
  await drop(page, [{ name: "notes.txt", content: "no data" }]);
  await refused("notes.txt is nothing that is opened here");
  const step = Number(await shown(page, "step"));
  await reaches(page, "step", step + 100);
  expect(await page.getByLabel("Data").inputValue()).toBe("spirals");
  expect(await page.locator(".toolbar .failure").count()).toBe(0);
  await page.context().close();
});

it("what is opened or chosen last counts, also where what came before takes longer", async () => {
  const page = await served.open("#layers=8-relu&batchSize=16");
  const { images, labels } = halves(20_000);
  const slow = [
    { name: "train-images-idx3-ubyte.gz", content: zipped(images) },
    { name: "train-labels-idx1-ubyte", content: labels },
  ];
  await drop(page, slow);
  await drop(page, [{ name: "trees.csv", content: treesCsv(100) }]);
  await said(page, "80 rows of 2 numbers to learn from, 20 to test with, 2 classes.");
  await drop(page, slow);
  await page.getByLabel("Data").selectOption("xor");
  await page.waitForFunction(() => !document.body.innerText.includes("Looking into it"));
  expect(await page.getByLabel("Data").inputValue()).toBe("xor");
  await page.getByLabel("Data").selectOption("own files");
  await said(page, "80 rows of 2 numbers to learn from, 20 to test with, 2 classes.");
  await page.context().close();
});

it("images come one file after another, and what is missing is said", async () => {
  const page = await served.open("#layers=8-relu&batchSize=16");
  const [training, test] = [halves(60), halves(30)];
  const contents = [training.images, training.labels, zipped(test.images), test.labels];
  const files = names.map((name, i) => ({ name, content: contents[i] }));
  await choose(page, [files[0]]);
  await said(page, "Still missing: train-labels-idx1-ubyte.");
  await choose(page, [files[1]]);
  await said(page, "48 images of 8 × 8 to learn from, 12 to test with, 2 classes.");
  await choose(page, [files[3]]);
  await said(page, "Still missing: t10k-images-idx3-ubyte.");
  await choose(page, [files[2]]);
  await said(page, "60 images of 8 × 8 to learn from, 30 to test with, 2 classes.");
  await press(page, "Run");
  await reaches(page, "accuracy", 100);
  await page.context().close();
});

it.each([
  ["own+files", "Open them once more"],
  ["own+points", "This browser has no points yet"],
  ["own+drawings", "This browser has no drawings yet"],
])("an address with %s says in another browser what has to be brought", async (data, words) => {
  const page = await served.open();
  await reopened(page, `#data=${data}`);
  await page.getByText(words).first().waitFor();
  await press(page, "Run");
  await page.waitForTimeout(300);
  expect(await page.locator(".toolbar .failure").count()).toBe(0);
  await page.context().close();
});

it("where the browser keeps nothing, the page works and says so", async () => {
  const page = await served.open("#layers=8-relu");
  await page.addInitScript(() => Object.defineProperty(globalThis, "indexedDB", { value: undefined }));
  await page.reload();
  await drop(page, [{ name: "trees.csv", content: treesCsv(100) }]);
  await page.getByText("a reload loses them").waitFor();
  await press(page, "Run");
  await reaches(page, "accuracy", 95);
  await page.context().close();
});
