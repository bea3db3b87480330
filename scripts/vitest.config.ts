import { configDefaults, defineConfig } from "vitest/config";

// The packing test is slow; vitest.packages.config.ts runs it.
export default defineConfig({
  test: { include: ["*.test.ts"], exclude: [...configDefaults.exclude, "pack.test.ts"], testTimeout: 60_000 },
});
