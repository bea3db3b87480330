import { playwright } from "@vitest/browser-playwright";
import { configDefaults, defineConfig } from "vitest/config";
import { requireChromium } from "./scripts/browser/chromium.ts";

const dataDir = process.env["PIECEWISE_DATA_DIR"];

/** Pages that get these headers share memory among threads; others do not. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const flags = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const launchOptions = { executablePath: requireChromium(), args: flags };

/** Tests in a real Chromium, on one kind of page. */
function page(isolated: boolean, include: string[]) {
  return {
    // MNIST's files, at /mnist/.
    publicDir: dataDir ?? (false as const),
    resolve: { conditions: ["@piecewise/source", "module", "browser", "development|production"] },
    server: { headers: isolated ? isolation : {} },
    test: {
      name: isolated ? "isolated" : "not isolated",
      include,
      // What starts processes is for Node.
      exclude: [...configDefaults.exclude, "**/exit.test.ts"],
      fileParallelism: false,
      globalSetup: "scripts/browser/losses-in-node.ts",
      provide: { isolated, servesData: dataDir !== undefined },
      testTimeout: 60_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        instances: [{ browser: "chromium" as const }],
        provider: playwright({ launchOptions }),
      },
    },
  };
}

const everywhere = ["packages/backend-wasm/src/{conformance,accuracy,page.browser}.test.ts", "scripts/browser/*.test.ts"];

export default defineConfig({
  test: {
    projects: [
      page(true, [
        "packages/backend-wasm/src/**/*.test.ts",
        "packages/oracles/src/*.test.ts",
        "packages/diagnostics/src/every-gradient.test.ts",
        "scripts/browser/*.test.ts",
      ]),
      page(false, everywhere),
    ],
  },
});
