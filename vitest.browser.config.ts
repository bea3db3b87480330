import { existsSync } from "node:fs";
import { playwright } from "@vitest/browser-playwright";
import { configDefaults, defineConfig } from "vitest/config";
import { requireChromium } from "./scripts/browser/chromium.ts";

const dataDir = process.env["PIECEWISE_DATA_DIR"] ?? "";
const servesData = existsSync(dataDir);
const launchOptions = {
  executablePath: requireChromium(),
  args: [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** Only pages that come with these headers share memory among threads. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Tests in Chromium, on pages that are isolated from other origins or not. */
const project = (isolated: boolean, include: string[]) => ({
  // MNIST's files, at /mnist/.
  publicDir: servesData && dataDir,
  resolve: { conditions: ["@piecewise/source", "module", "browser", "development|production"] },
  server: { headers: isolated ? isolation : {} },
  test: {
    name: isolated ? "isolated" : "not isolated",
    include,
    // It starts a process.
    exclude: [...configDefaults.exclude, "**/exit.test.ts"],
    globalSetup: "scripts/browser/losses-in-node.ts",
    provide: { isolated, servesData },
    testTimeout: 60_000,
    fileParallelism: false,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: "chromium" as const }],
      provider: playwright({ launchOptions }),
    },
  },
});

export default defineConfig({
  test: {
    projects: [
      project(true, [
        "packages/backend-wasm/src/**/*.test.ts",
        "packages/diagnostics/src/every-gradient.test.ts",
        "packages/oracles/src/*.test.ts",
        "packages/{piecewise,training}/src/**/*.browser.test.ts",
        "scripts/browser/*.test.ts",
      ]),
      project(false, [
        "packages/backend-wasm/src/{accuracy,conformance,page.browser}.test.ts",
        "scripts/browser/*.test.ts",
      ]),
      // It runs in Node, and drives Chromium over a built page.
      {
        test: {
          name: "playground",
          include: ["apps/playground/src/**/*.browser.test.ts"],
          globalSetup: "apps/playground/src/built-page.ts",
          fileParallelism: false,
          // One process for all files: it starts Chromium once.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
