import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, shown, type PageUnderTest } from "../page-under-test.ts";
import { outputOf } from "./output-of.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

it("the copied program of a paused run, in which the learning rate was changed, comes to the page's loss", async () => {
  const page = await served.open("#data=circles&layers=8-gelu&seed=3", {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await page.getByText("The first 1000 steps of this run").waitFor();
  await press(page, "Run");
  await reaches(page, "step", 100);
  await page.getByLabel("Learning rate", { exact: true }).fill("0.03");
  await page.getByLabel("Learning rate", { exact: true }).press("Enter");
  await page.getByText(/^step \d+: learning rate 0.03$/).waitFor();
  await press(page, "Pause");
  // The last look, after which nothing changes, is the one that is measured.
  await page.locator(".program pre", { hasText: "On the page:" }).waitFor({ state: "attached" });
  const step = await shown(page, "step");
  await page.getByText(`The ${step} steps of this run`).waitFor();
  await press(page, "Copy");
  await page.getByText("Copied").waitFor();
  const program = await page.evaluate(() => navigator.clipboard.readText());
  expect(program).toContain(`steps: ${step},`);
  const [, loss, accuracy] = /On the page: \{ loss: (.*), accuracy: (.*) \}/.exec(program)!;
  const output = await outputOf(program);
  expect(output.loss).toBeCloseTo(Number(loss), 5);
  expect(output.accuracy).toBeCloseTo(Number(accuracy), 6);
  await page.context().close();
});

it("a saved run says what was changed in it, and a compared run has the same learning rates", async () => {
  const page = await served.open("#data=xor&layers=8-tanh&seed=5");
  await page.getByLabel("Compare with").selectOption("tanh");
  await press(page, "100 steps");
  await reaches(page, "step", 100);
  await page.getByLabel("Learning rate", { exact: true }).fill("0.2");
  await page.getByLabel("Learning rate", { exact: true }).press("Enter");
  await page.getByText("step 100: learning rate 0.2", { exact: true }).waitFor();
  await press(page, "100 steps");
  await reaches(page, "step", 200);
  await page.locator('[data-other-step="200"]').waitFor({ state: "attached" });
  expect(await page.locator("[data-other-loss]").getAttribute("data-other-loss")).toBe(
    await shown(page, "loss"),
  );
  const [download] = await Promise.all([page.waitForEvent("download"), press(page, "Save run")]);
  const run = JSON.parse(await readFile(await download.path(), "utf8")) as Record<string, unknown>;
  expect(run["changes"]).toEqual([{ step: 100, what: "learning rate", value: 0.2 }]);
  expect(run["settings"]).toMatchObject({ learningRate: "0.01", data: "xor" });
  await page.context().close();
});
