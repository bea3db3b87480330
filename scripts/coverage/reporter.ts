import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as prettier from "prettier";
import type { Reporter, TestModule } from "vitest/node";
import type { Measured } from "../../vitest.shared.ts";
import { coverageText } from "./text.ts";

const page = join(import.meta.dirname, "..", "..", "docs", "coverage.md");

/**
 * Writes docs/coverage.md from what the tests of all operations and of PyTorch's cases have measured, if a run held them
 * all. In CI the page must be up to date already: a run that would change it fails.
 */
export default class CoverageReporter implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const measured = tests.flatMap((test) => test.meta().measured ?? []);
    if (!isWhole(measured) || tests.some((test) => test.result().state === "failed")) return;
    const text = await prettier.format(coverageText(measured), { parser: "markdown", printWidth: 120 });
    if (readIfThere(page) === text) return;
    if (process.env["CI"] === undefined) return writeFileSync(page, text);
    console.error("docs/coverage.md is out of date: run pnpm test and commit it");
    process.exitCode = 1;
  }
}

/** Whether both the enumeration of operations and every suite of PyTorch's took part. */
function isWhole(measured: readonly Measured[]): boolean {
  const parts = ["matmul", "relu", "crossEntropy", "ops/matmul", "activations/relu", "losses/mse_loss", "layers/linear"];
  return parts.every((part) => measured.some(({ of }) => of === part));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
