import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright";
import { build, preview } from "vite";
import type { TestProject } from "vitest/node";
import { requireChromium } from "../../../scripts/browser/chromium.ts";
import { isolation } from "./isolation.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the built page is served with the headers of isolation, and where without; and where Chromium listens. */
    readonly addresses: Readonly<Record<"isolated" | "plain" | "chromium", string>>;
  }
}

const root = join(import.meta.dirname, "..");

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

/** Builds the page, serves it and starts Chromium: once for all test files. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const outDir = await mkdtemp(join(tmpdir(), "playground-"));
  await build({ root, build: { outDir, emptyOutDir: true }, logLevel: "error" });
  const serve = (headers: Record<string, string>) =>
    preview({ root, configFile: false, build: { outDir }, preview: { port: 0, headers } });
  const [isolated, plain] = await Promise.all([serve(isolation), serve({})]);
  const addressOf = ({ resolvedUrls }: typeof plain) => {
    if (resolvedUrls === null) throw new Error("the page is not served");
    return resolvedUrls.local[0];
  };
  const browser = await chromium.launchServer({ executablePath: requireChromium(), args: flags });
  provide("addresses", {
    isolated: addressOf(isolated),
    plain: addressOf(plain),
    chromium: browser.wsEndpoint(),
  });
  return async () => {
    await browser.close();
    await Promise.all([isolated.close(), plain.close()]);
    await rm(outDir, { recursive: true });
  };
}
