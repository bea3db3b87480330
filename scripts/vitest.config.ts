import { configDefaults, defineConfig, mergeConfig } from "vitest/config";
import shared from "../vitest.shared.ts";

// The packing test is slow; vitest.packages.config.ts runs it.
const test = { include: ["*.test.ts"], exclude: [...configDefaults.exclude, "pack.test.ts"] };
export default mergeConfig({ ...shared, test: { testTimeout: 60_000 } }, defineConfig({ test }));
