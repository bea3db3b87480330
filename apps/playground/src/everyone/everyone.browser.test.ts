import type { Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, shown, type PageUnderTest } from "../page-under-test.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

/** Counts from now on how often the plane is drawn. */
const countPictures = (page: Page) =>
  page.evaluate(() => {
    const seen = { pictures: 0 };
    Object.assign(globalThis, { seen });
    const paper = document.querySelector<HTMLCanvasElement>("canvas.plane")!.getContext("2d")!;
    const draw = paper.clearRect.bind(paper);
    paper.clearRect = (...place) => {
      seen.pictures++;
      draw(...place);
    };
  });

const pictures = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { seen: { pictures: number } }).seen.pictures);

it("whoever asks for less motion sees about two pictures a second, while it trains as fast as ever", async () => {
  const page = await served.open("", { reducedMotion: "reduce" });
  await press(page, "Run");
  await reaches(page, "step", 1);
  await countPictures(page);
  await page.waitForTimeout(4000);
  expect(await pictures(page)).toBeLessThanOrEqual(10);
  await reaches(page, "accuracy", 95);
  expect(await pictures(page)).toBeGreaterThanOrEqual(2);
  await page.context().close();
});

/** What is on each canvas. */
const allPictures = (page: Page) =>
  page.locator("canvas").evaluateAll((all: HTMLCanvasElement[]) => all.map((canvas) => canvas.toDataURL()));

it("when the colours of the system change, every picture of a resting run is drawn again in the others", async () => {
  const page = await served.open("#data=digits&layers=16-relu", { colorScheme: "light" });
  await press(page, "100 steps");
  await reaches(page, "step", 100);
  await page.waitForTimeout(500);
  const light = await allPictures(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForTimeout(500);
  const dark = await allPictures(page);
  expect(light.length).toBeGreaterThanOrEqual(6);
  expect(dark.length).toBe(light.length);
  dark.forEach((picture, i) => expect(picture, `picture ${i + 1}`).not.toBe(light[i]));
  await page.emulateMedia({ colorScheme: "light" });
  await page.waitForTimeout(500);
  expect(await allPictures(page)).toEqual(light);
  await page.context().close();
});

it("a page that is not isolated has one thread to choose", async () => {
  const page = await served.open("", { isolated: false });
  expect(await page.getByLabel("Threads").locator("option").allInnerTexts()).toEqual(["1"]);
  expect(await shown(page, "threads")).toBe("1 (page not isolated)");
  await page.context().close();
});

interface Moments {
  /** In milliseconds from the beginning of the navigation. */
  readonly look: number;
  readonly answer: number;
}

/** Notes, inside of a page, when the first layers are seen, and when a button pressed as soon as it was there has done its work. */
function noteMoments(): void {
  const moments: Partial<Record<keyof Moments, number>> = {};
  Object.assign(globalThis, { moments });
  const isThere = (selector: string) => document.querySelector(selector) !== null;
  let hasPressed = false;
  new MutationObserver(() => {
    const step = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Step");
    if (step !== undefined && !hasPressed) {
      hasPressed = true;
      step.click();
    }
    if (isThere("[data-layer]")) moments.look ??= performance.now();
    if (document.querySelector('[data-number="step"]')?.textContent === "1")
      moments.answer ??= performance.now();
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

it("tells how long it takes to the first look, and to the answer to the first press of a button", async () => {
  const page = await served.open();
  await page.addInitScript(noteMoments);
  const all: Moments[] = [];
  for (let i = 0; i < 5; i++) {
    await page.reload();
    await reaches(page, "step", 1);
    all.push(await page.evaluate(() => (globalThis as unknown as { moments: Moments }).moments));
  }
  const [look, answer] = (["look", "answer"] as const).map((name) =>
    Math.min(...all.map((one) => one[name])),
  );
  console.log(`first look after ${Math.round(look)} ms, first answer after ${Math.round(answer)} ms`);
  // Loose, as other work may hold the machine.
  expect(answer).toBeLessThan(10_000);
  await page.context().close();
});
