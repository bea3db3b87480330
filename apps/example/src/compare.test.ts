import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProgram } from "./child-process.ts";

describe.concurrent("compare", () => {
  it("prints a line for each activation, and writes a figure of the losses", async () => {
    const folder = mkdtempSync(join(tmpdir(), "piecewise-"));
    try {
      const file = join(folder, "losses.svg");
      const args = ["relu", "tanh", "--epochs", "2", "--seeds", "1", "--svg", file];
      const { code, output, errors } = await runProgram("compare", args);
      expect([code, errors]).toEqual([0, ""]);
      expect(output).toMatch(/^activation +loss +accuracy +dead units .*\n.*\nrelu .*\ntanh .*\n$/);
      const svg = readFileSync(file, "utf8");
      for (const words of ["relu", "tanh", "test loss (nats)", "epochs"]) expect(svg).toContain(words);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    [[], "missing required argument 'names'"],
    [["rellu"], "Allowed choices are relu, leakyRelu, "],
    [["relu", "elu", "selu", "gelu", "mish", "silu", "tanh"], "at most 6 activations"],
  ])("called with %j exits with 2 and says why", async (args, message) => {
    const { code, output, errors } = await runProgram("compare", args);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain(message);
  });
});
