import { defineConfig } from "vitest/config";

/** Workspace packages resolve to their TypeScript source, so tests need no build. */
const conditions = ["@piecewise/source", "module", "node", "development|production"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ["@piecewise/source"] } },
  test: {
    include: ["src/**/*.test.ts"],
    typecheck: { enabled: false },
    testTimeout: 60_000,
  },
});
