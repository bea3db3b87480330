import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright";
import { inject } from "vitest";
import { requireChromium } from "../../../scripts/browser/chromium.ts";
import type {} from "./built-page.ts";

/** Chromium's own toolbar is a page too: each window would load it, and so would each test. */
const toolbar = ["InitialWebUI", "PreloadTopChromeWebUI", "WebUIReloadButton", "WebUIToolbar"];
/** What Playwright turns off; our list stands in for its own. */
const others = ["AimEnabled", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "Translate"]; // prettier-ignore
const flags = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  `--disable-features=${[...toolbar, ...others].join()}`,
];

/** One for all test files, which run in one process, one after the other. It ends with that process. */
let launched: Promise<Browser> | undefined;

/** The built page, which `built-page.ts` serves with the headers of isolation and without, and Chromium to see it. */
export interface PageUnderTest {
  open(hash?: string, options?: OpenOptions): Promise<Page>;
  close(): Promise<void>;
}

export interface OpenOptions extends BrowserContextOptions {
  readonly isolated?: boolean;
}

export async function pageUnderTest(): Promise<PageUnderTest> {
  const addresses = inject("addresses");
  launched ??= chromium.launch({ executablePath: requireChromium(), args: flags });
  const browser = await launched;
  return {
    async open(hash = "", { isolated = true, ...options } = {}) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      await page.goto(`${isolated ? addresses.isolated : addresses.plain}${hash}`);
      await page.locator("[data-layer]").first().waitFor();
      return page;
    },
    async close() {
      // Also what a test has left open that failed.
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
  };
}

/** Clicks a button by its name, or the beginning of it. */
export const press = (page: Page, name: string): Promise<void> =>
  page
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .first()
    .click();

/** Draws a straight stroke on the pad, from one place to another, as shares of its size. */
export async function drawStroke(
  page: Page,
  [fromX, fromY]: readonly [x: number, y: number],
  [toX, toY]: readonly [x: number, y: number],
): Promise<void> {
  await page.locator(".pad").scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await page.locator(".pad canvas").boundingBox())!;
  await page.mouse.move(x + fromX * width, y + fromY * height);
  await page.mouse.down();
  await page.mouse.move(x + toX * width, y + toY * height, { steps: 20 });
  await page.mouse.up();
}

/** One of the numbers beside the buttons, as it stands there. */
export const shown = (page: Page, name: string): Promise<string> =>
  page.locator(`[data-number="${name}"]`).innerText();

/** Waits until one of those numbers is large enough. */
export async function reaches(page: Page, name: string, least: number): Promise<void> {
  await page.waitForFunction(
    ([selector, enough]) => parseFloat(document.querySelector(selector)?.textContent ?? "") >= enough,
    [`[data-number="${name}"]`, least] as const,
  );
}
