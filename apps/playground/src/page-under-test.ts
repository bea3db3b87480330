import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContextOptions, type Page } from "playwright";
import { build, preview } from "vite";
import { requireChromium } from "../../../scripts/browser/chromium.ts";
import { isolation } from "./isolation.ts";

const root = join(import.meta.dirname, "..");
const flags = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"];

/** The built page on two servers, with the headers of isolation and without, and a browser to see it. */
export interface PageUnderTest {
  open(hash?: string, options?: OpenOptions): Promise<Page>;
  close(): Promise<void>;
}

export interface OpenOptions extends BrowserContextOptions {
  readonly isolated?: boolean;
}

export async function pageUnderTest(): Promise<PageUnderTest> {
  const outDir = await mkdtemp(join(tmpdir(), "playground-"));
  await build({ root, build: { outDir, emptyOutDir: true }, logLevel: "error" });
  const serve = (headers: Record<string, string>) =>
    preview({ root, configFile: false, build: { outDir }, preview: { port: 0, headers } });
  const [isolated, plain] = [await serve(isolation), await serve({})];
  const browser = await chromium.launch({ executablePath: requireChromium(), args: flags });
  return {
    async open(hash = "", { isolated: isIsolated = true, ...options } = {}) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      await page.goto(`${(isIsolated ? isolated : plain).resolvedUrls!.local[0]}${hash}`);
      await page.locator("[data-layer]").first().waitFor();
      return page;
    },
    async close() {
      await browser.close();
      await Promise.all([isolated.close(), plain.close()]);
      await rm(outDir, { recursive: true });
    },
  };
}

/** Clicks a button by its name, or the beginning of it. */
export const press = (page: Page, name: string): Promise<void> =>
  page
    .getByRole("button", { name: new RegExp(`^${name}`) })
    .first()
    .click();

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
