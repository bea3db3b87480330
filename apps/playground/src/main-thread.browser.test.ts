import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, shown, type PageUnderTest } from "./page-under-test.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

interface Watched {
  /** How many milliseconds the page's long tasks took: those that the browser reports, over 50. */
  readonly tasks: number[];
  /** How many looks of the worker the page has drawn. */
  looks: number;
}

/** From here on, the page counts its long tasks, and how often it shows another step. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const watched: Watched = { tasks: [], looks: 0 };
    Object.assign(globalThis, { watched });
    new PerformanceObserver((list) =>
      watched.tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({ type: "longtask" });
    new MutationObserver(() => watched.looks++).observe(document.querySelector('[data-number="step"]')!, {
      characterData: true,
      subtree: true,
    });
  });

const seen = (page: Page) => page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched);

/** With the pointer, and while the network trains. */
async function drawStroke(page: Page): Promise<void> {
  await page.locator(".pad").scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await page.locator(".pad canvas").boundingBox())!;
  await page.mouse.move(x + 0.5 * width, y + 0.2 * height);
  await page.mouse.down();
  await page.mouse.move(x + 0.5 * width, y + 0.8 * height, { steps: 20 });
  await page.mouse.up();
}

it.each([
  ["CNN-lite, a digit drawn, another run beside it", "#data=digits&model=cnn-lite&layers=8-relu_16-relu"],
  ["an MLP of the plane, another run beside it", "#data=spirals&layers=32-relu_32-relu_32-relu"],
])("drawing leaves the main thread free, with every view open: %s", async (what, hash) => {
  const page = await served.open(hash);
  await page.getByLabel("Compare with").selectOption("gelu");
  await press(page, "Run");
  await reaches(page, "step", 20);
  await watch(page);
  if (hash.includes("digits")) await drawStroke(page);
  const seconds = 5;
  await page.waitForTimeout(1000 * seconds);
  const { tasks, looks } = await seen(page);
  const longest = Math.max(0, ...tasks);
  console.log(
    `${what}: in ${seconds} s ${tasks.length} tasks over 50 ms, the longest ${Math.round(longest)} ms; ` +
      `${Math.round(looks / seconds)} pictures and ${await shown(page, "steps per second")} steps a second`,
  );
  // Loose, as other work may hold the machine.
  expect(longest).toBeLessThan(500);
  expect(looks).toBeGreaterThan(0);
  await page.context().close();
});
