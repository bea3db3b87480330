import { buffer } from "node:stream/consumers";
import { chromium, type BrowserContextOptions, type Download, type Page } from "playwright";
import { inject } from "vitest";
import type {} from "./built-page.ts";

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
  const browser = await chromium.connect(addresses.chromium);
  return {
    async open(hash = "", { isolated = true, ...options } = {}) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      await page.goto(`${isolated ? addresses.isolated : addresses.plain}${hash}`);
      await page.locator("[data-layer]").first().waitFor();
      return page;
    },
    close: () => browser.close(),
  };
}

/** Clicks a button by its name, or the beginning of it. */
export const press = (page: Page, name: string): Promise<void> =>
  page
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .first()
    .click();

/** What is in a file that the page saved. */
export const contentOf = async (download: Download): Promise<Buffer> =>
  buffer(await download.createReadStream());

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
