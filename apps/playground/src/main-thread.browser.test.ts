import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { drawStroke, pageUnderTest, press, reaches, shown, type PageUnderTest } from "./page-under-test.ts";

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

/** How many milliseconds the page's main thread has computed: time in which it waited for a core does not count. */
async function computed(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "TaskDuration")!.value;
  };
}

it.each([
  ["CNN-lite, a digit drawn, another run beside it", "#data=digits&model=cnn-lite&layers=8-relu_16-relu"],
  ["an MLP of the plane, another run beside it", "#data=spirals&layers=32-relu_32-relu_32-relu"],
])("drawing leaves the main thread free, with every view open: %s", async (what, hash) => {
  const page = await served.open(hash);
  const clock = await computed(page);
  await page.getByLabel("Compare with").selectOption("gelu");
  await press(page, "Run");
  await reaches(page, "step", 20);
  await watch(page);
  if (hash.includes("digits")) await drawStroke(page, [0.5, 0.2], [0.5, 0.8]);
  const [before, { looks: drawn }] = [await clock(), await seen(page)];
  const seconds = 5;
  await page.waitForTimeout(1000 * seconds);
  const [after, { tasks, looks }] = [await clock(), await seen(page)];
  const each = (after - before) / (looks - drawn);
  console.log(
    `${what}: in ${seconds} s ${tasks.length} tasks over 50 ms, the longest ${Math.round(Math.max(0, ...tasks))} ms; ` +
      `${Math.round((looks - drawn) / seconds)} pictures a second, ${each.toFixed(1)} ms of the main thread for each, ` +
      `beside ${await shown(page, "steps per second")} steps a second`,
  );
  // How long a task takes depends on who else holds the machine; how much there is to do hardly does.
  expect(each).toBeLessThan(50);
  await page.context().close();
});
