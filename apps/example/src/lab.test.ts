import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProgram } from "./child-process.ts";
import { labs } from "./labs/labs.ts";

describe.concurrent("lab", () => {
  it("lists the experiments with what each shows", async () => {
    const { code, output } = await runProgram("lab", []);
    expect(code).toBe(0);
    for (const [name, { claim }] of Object.entries(labs)) expect(output).toContain(`${name}\n  ${claim}\n`);
  });

  it("runs one, prints its table, and writes its figure", async () => {
    const folder = mkdtempSync(join(tmpdir(), "piecewise-"));
    try {
      const file = join(folder, "sparsity.svg");
      const { code, output, errors } = await runProgram("lab", ["sparsity", "--seeds", "1", "--svg", file]);
      expect([code, errors]).toEqual([0, ""]);
      expect(output).toMatch(/ReLU +4\d\.\d % /);
      expect(output).toMatch(/tanh +0\.0 % /);
      expect(readFileSync(file, "utf8")).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [["vanish"], "Allowed choices are vanishing, exploding, "],
    [["vanishing", "--all"], "--all with no name"],
    [["--write"], "--write with --all"],
    [["sparsity", "--seeds", "0"], "at least 1"],
  ])("called with %j exits with 2 and says why", async (args, message) => {
    const { code, output, errors } = await runProgram("lab", args);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain(message);
  });
});
