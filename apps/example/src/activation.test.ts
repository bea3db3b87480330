import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProgram } from "./child-process.ts";

describe.concurrent("activation", () => {
  it("draws the function in a terminal of 40 columns without breaking a line", async () => {
    const { code, output, errors } = await runProgram("activation", ["relu"], { COLUMNS: "40" });
    expect([code, errors]).toEqual([0, ""]);
    expect(output).toContain("● relu(x) = 0 if x ≤ 0 else x\n");
    for (const line of output.split("\n")) expect(line.length).toBeLessThanOrEqual(40);
  });

  it("writes plain characters where the output is no terminal", async () => {
    const { output } = await runProgram("activation", ["tanh"]);
    expect(output).not.toContain("\u001b");
    expect(Math.max(...output.split("\n").map((line) => line.length))).toBeGreaterThan(60);
  });

  it("writes a figure with --svg, and nothing to the terminal", async () => {
    const folder = mkdtempSync(join(tmpdir(), "piecewise-"));
    try {
      const file = join(folder, "gelu.svg");
      expect(await runProgram("activation", ["gelu", "--svg", file])).toEqual({
        code: 0,
        output: "",
        errors: "",
      });
      expect(readFileSync(file, "utf8")).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [["rellu"], 2, "Allowed choices are relu, leakyRelu, "],
    [[], 2, "missing required argument 'name'"],
    [["relu", "--svg", "/nowhere/at/all.svg"], 1, "/nowhere/at/all.svg"],
  ])("called with %j exits with %i and says why", async (args, code, message) => {
    const outcome = await runProgram("activation", args);
    expect([outcome.code, outcome.output]).toEqual([code, ""]);
    expect(outcome.errors).toContain(message);
  });

  it("explains itself", async () => {
    const { code, output } = await runProgram("activation", ["--help"]);
    expect(code).toBe(0);
    expect(output).toContain("--svg <file>");
  });
});
