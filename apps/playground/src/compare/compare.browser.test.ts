import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, shown, type PageUnderTest } from "../page-under-test.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

/** How many places of the plot of the loss have each line's colour: training, test, the other run. */
const inkOfLines = (page: Page) =>
  page.locator('[aria-label^="Loss over"] canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    const style = getComputedStyle(canvas);
    return ["class-0", "class-1", "ink"].map((name) => {
      const color = style.getPropertyValue(`--${name}`).trim().split(" ").join();
      let count = 0;
      for (let i = 0; i < data.length; i += 4) if (data.subarray(i, i + 3).join() === color) count++;
      return count;
    });
  });

const otherReaches = (page: Page, step: number) =>
  page.locator(`[data-other-step="${step}"]`).waitFor({ state: "attached" });

it("the loss with another activation lies beside the run's, and follows it to its step and to its start", async () => {
  const page = await served.open("#data=moons&layers=16-relu_16-relu");
  await press(page, "100 steps");
  await reaches(page, "step", 100);
  expect((await inkOfLines(page))[2]).toBe(0);
  await page.getByLabel("Compare with").selectOption("sigmoid");
  await otherReaches(page, 100);
  for (const count of await inkOfLines(page)) expect(count).toBeGreaterThan(20);
  await press(page, "Restart");
  await otherReaches(page, 0);
  // It does not run on to the step of the run before.
  await page.waitForTimeout(500);
  await otherReaches(page, 0);
  await press(page, "100 steps");
  await otherReaches(page, 100);
  await page.getByLabel("Compare with").selectOption("nothing");
  await page.waitForFunction(() => document.querySelector("[data-other-step]") === null);
  expect((await inkOfLines(page))[2]).toBe(0);
  await page.context().close();
});

it("compared with itself, a run has the same loss: seed, first weights and batches are the same", async () => {
  const page = await served.open("#data=xor&layers=8-tanh&seed=5");
  await page.getByLabel("Compare with").selectOption("tanh");
  await press(page, "100 steps");
  await reaches(page, "step", 100);
  await otherReaches(page, 100);
  expect(await page.locator("[data-other-loss]").getAttribute("data-other-loss")).toBe(
    await shown(page, "loss"),
  );
  await page.context().close();
});
