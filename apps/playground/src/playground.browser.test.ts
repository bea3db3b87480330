import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, shown, type PageUnderTest } from "./page-under-test.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

const deadly = "#data=moons&optimizer=momentum&learningRate=5&layers=32-relu_32-relu";

it("two spirals are told apart, with threads where the page is isolated", async () => {
  const page = await served.open();
  await press(page, "Run");
  await reaches(page, "accuracy", 98);
  await reaches(page, "steps per second", 1);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  expect(Number(await shown(page, "threads"))).toBe(Math.max(1, Math.min(cores - 1, 8)));
  await page.context().close();
});

it("a page that is not isolated trains with one thread, and says so", async () => {
  const page = await served.open("", { isolated: false });
  await press(page, "Run");
  await reaches(page, "accuracy", 98);
  expect(await shown(page, "threads")).toBe("1 (page not isolated)");
  await page.context().close();
});

it("a large learning rate kills units, which is reported, and reviving them cures the network", async () => {
  const page = await served.open(deadly);
  await press(page, "Run");
  await page.locator('[data-verdict="dead-units"]').first().waitFor();
  await press(page, "Pause");
  const dead = await page.locator("[data-dead]").evaluateAll((all) => all.map((one) => one.dataset["dead"]));
  expect(dead.map(Number).reduce((a, b) => a + b)).toBeGreaterThan(16);
  await page.getByLabel("Learning rate", { exact: true }).fill("0.01");
  await page.getByLabel("Learning rate", { exact: true }).press("Enter");
  await press(page, "Revive");
  await page.getByText(/^Revived \d+ dead units/).waitFor();
  await press(page, "Run");
  await reaches(page, "accuracy", 95);
  expect(await page.locator('[data-verdict="dead-units"]').count()).toBe(0);
  await page.context().close();
});

it("the address holds the run: loaded once more, it gives the same curve", async () => {
  const page = await served.open("#data=circles&layers=8-gelu&seed=7");
  const curve = async () => {
    const points: string[] = [];
    for (const step of [100, 200, 300]) {
      await press(page, "100 steps");
      await reaches(page, "step", step);
      points.push(`${await shown(page, "loss")} ${await shown(page, "accuracy")}`);
    }
    return points;
  };
  const first = await curve();
  await page.getByLabel("Seed").fill("8");
  await page.getByLabel("Seed").press("Enter");
  await page.waitForFunction(() => location.hash.includes("seed=8"));
  await reachesStart(page);
  const other = await curve();
  await page.goto(page.url().replace("seed=8", "seed=7"));
  await page.reload();
  await reachesStart(page);
  expect(await curve()).toEqual(first);
  expect(other).not.toEqual(first);
  await page.context().close();
});

const reachesStart = (page: Awaited<ReturnType<PageUnderTest["open"]>>) =>
  page.waitForFunction(() => document.querySelector('[data-number="step"]')?.textContent === "0");

it("nothing is asked of a server once the page is loaded, also for another run", async () => {
  const page = await served.open();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith("http")) asked.push(request.url());
  });
  await press(page, "Run");
  await page.getByLabel("Data").selectOption("digits");
  await page.getByText("Digits it has not seen").waitFor();
  await reaches(page, "accuracy", 60);
  expect(asked).toEqual([]);
  await page.context().close();
});

it("the keyboard drives it, and a phone's width has no sideways scrolling", async () => {
  const page = await served.open("", { viewport: { width: 360, height: 740 } });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await reaches(page, "step", 1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.context().close();
});

it("the run is copied as a program, with the settings as they are", async () => {
  const page = await served.open("#data=xor&seed=3", { permissions: ["clipboard-read", "clipboard-write"] });
  await press(page, "Copy");
  await page.getByText("Copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain("xor({ count: 600, seed: 3 })");
  await page.context().close();
});

it("in the lab, the point moves along both functions", async () => {
  const page = await served.open();
  await page.getByLabel("Second function").selectOption("sigmoid");
  await page.getByLabel(/^x = /).fill("0");
  await page.getByText("f(0.00) = 0.5, f′(0.00) = 0.25").waitFor();
  await page.getByText("f(0.00) = 0, f′(0.00) = 0").waitFor();
  await page.context().close();
});
