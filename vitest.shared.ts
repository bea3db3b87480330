import { configDefaults, defineConfig } from "vitest/config";

declare module "vitest" {
  /** What vitest.browser.config.ts tells the tests in a page. */
  interface ProvidedContext {
    /** Whether the page is isolated from other origins, so that it may share memory with workers. */
    readonly isolated: boolean;
    /** What training the small network gives in Node, on one thread. */
    readonly lossesInNode: readonly number[];
  }
  /** What a test tells docs/coverage.md, which scripts/coverage/reporter.ts writes. */
  interface TaskMeta {
    measured?: readonly Measured[];
  }
}

/** How exactly something was computed somewhere. */
export interface Measured {
  /** Our name of an operation, or a suite of PyTorch's cases and PyTorch's name: `ops/matmul`. */
  readonly of: string;
  readonly backend: "js" | "wasm";
  readonly what: "forward" | "gradient" | "second gradient" | "oracle";
  /** The largest error, relative to the larger of 1 and the expected number. */
  readonly error: number;
}

/** Workspace packages resolve to their TypeScript source, so tests need no build. */
const conditions = ["@piecewise/source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ["@piecewise/source"] } },
  test: {
    include: ["src/**/*.test.ts"],
    // A `*.rows.test.ts` is a table that a test imports.
    exclude: [...configDefaults.exclude, "**/*.browser.test.ts", "**/*.rows.test.ts"],
    typecheck: { enabled: false },
    testTimeout: 60_000,
  },
});
