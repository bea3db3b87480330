import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runProgram } from "./child-process.ts";

const spirals = ["--data", "spirals", "--learning-rate", "0.01", "--json"];
const linesOf = (text: string) => text.split("\n").filter(Boolean);
const jsonOf = (text: string) => linesOf(text).map((line) => JSON.parse(line) as Record<string, unknown>);

describe.concurrent("train", () => {
  it("explains all options and what they may be", async () => {
    const { code, output, errors } = await runProgram("train", ["--help"]);
    expect([code, errors]).toEqual([0, ""]);
    for (const option of [
      "model",
      "data",
      "data-dir",
      "activation",
      "optimizer",
      "learning-rate",
      "batch-size",
      "epochs",
      "seed",
      "backend",
      "json",
    ])
      // prettier-ignore
      expect(output).toContain(`--${option}`);
    for (const word of ["mlp", "cnn-lite", "fashion-mnist", "spirals", "leakyRelu", "adamw", "wasm"])
      expect(output).toContain(`"${word}"`);
  });

  it.each([
    [["--model", "transformer"], "Allowed choices are mlp, cnn-lite, char-lstm, char-transformer."],
    [["--data", "cifar"], "Allowed choices are digits, mnist, fashion-mnist, spirals, shakespeare."],
    [["--backend", "cuda"], "Allowed choices are auto, wasm, js."],
    [["--epochs", "0"], "It must be a whole number, at least 1."],
    [["--learning-rate", "fast"], "It must be a number above 0."],
    [["--layers", "3"], "unknown option '--layers'"],
  ])("exits with 2 after %j and names what is allowed", async (args, message) => {
    const { code, output, errors } = await runProgram("train", args);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain(message);
    expect(linesOf(errors).at(-1)).toBe("(--help explains all options)");
  });

  it("learns the spirals, and with --json prints an object for each epoch and one at the end, no more", async () => {
    const { code, output, errors } = await runProgram("train", [...spirals, "--epochs", "10"]);
    expect([code, errors]).toEqual([0, ""]);
    const events = jsonOf(output);
    expect(events).toHaveLength(11);
    for (const [i, event] of events.slice(0, -1).entries()) {
      expect(Object.keys(event)).toEqual(["event", "model", "epoch", "loss", "accuracy", "testAccuracy", "seconds", "samplesPerSecond"]); // prettier-ignore
      expect(event).toMatchObject({ event: "epoch", model: "mlp", epoch: i + 1 });
      for (const key of ["loss", "accuracy", "testAccuracy", "seconds", "samplesPerSecond"])
        expect(event[key], key).toBeGreaterThanOrEqual(0);
    }
    const done = { event: "done", model: "mlp", data: "spirals", epochs: 10 };
    expect(events[10]).toMatchObject(done);
    expect(Object.keys(events[10])).toEqual([...Object.keys(done).slice(0, 3), "parameters", "epochs", "testAccuracy", "seconds", "samplesPerSecond", "backend"]); // prettier-ignore
    expect(events[10]["testAccuracy"]).toBeGreaterThan(0.9);
    expect(events[10]["testAccuracy"]).toBe(events[9]["testAccuracy"]);
  });

  it("gives the same losses with the same seed, and others with another", async () => {
    const losses = async (seed: string) => {
      const { output } = await runProgram("train", [
        ...spirals,
        "--epochs",
        "2",
        "--seed",
        seed,
        "--backend",
        "js",
      ]);
      return jsonOf(output).slice(0, 2).map((event) => event["loss"]); // prettier-ignore
    };
    const [first, same, other] = await Promise.all([losses("3"), losses("3"), losses("4")]);
    expect(same).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it("otherwise shows a plain line for each epoch, and a table at the end", async () => {
    const args = [
      "--data",
      "spirals",
      "--epochs",
      "2",
      "--activation",
      "silu",
      "--optimizer",
      "sgd",
      "--backend",
      "js",
    ];
    const { code, output, errors } = await runProgram("train", args);
    expect(code).toBe(0);
    expect(linesOf(errors)).toHaveLength(2);
    for (const line of linesOf(errors))
      expect(line).toMatch(
        /^mlp \d\/2 {2}loss [\d.]+ {2}accuracy [\d.]+ {2}[\d.]+ s {2}[\d,]+\/s {2}validation loss [\d.]+ {2}accuracy [\d.]+$/,
      );
    expect(linesOf(output)[0]).toMatch(
      /^model +parameters +epochs +test accuracy +seconds +samples\/s +backend$/,
    );
    expect(linesOf(output)[2]).toMatch(/^mlp +8,\d{3} +2 +[\d.]+ % +[\d.]+ +[\d,]+ +js$/);
  });

  it("says in one line that a CNN needs images", async () => {
    const outcome = await runProgram("train", ["--model", "cnn-lite", "--data", "spirals"]);
    expect(outcome).toEqual({
      code: 1,
      output: "",
      errors: "error: cnn-lite needs images; use --model mlp for points\n",
    });
  });

  it("says in one line that MNIST is not there and cannot be downloaded", async () => {
    const folder = mkdtempSync(join(tmpdir(), "piecewise-"));
    const offline = `globalThis.fetch = () => Promise.reject(new TypeError("fetch failed"));`;
    const environment = {
      ...{ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(offline)}` },
      ...{ XDG_CACHE_HOME: folder, PIECEWISE_DATA_DIR: "" },
    };
    try {
      for (const data of ["mnist", "fashion-mnist"]) {
        const { code, output, errors } = await runProgram(
          "train",
          ["--data", data, "--data-dir", folder],
          environment,
        );
        expect([code, output]).toEqual([1, ""]);
        expect(errors).toMatch(
          /^error: (mnist|fashionMnist): cannot download .+ run again with network access.+\n$/,
        );
        expect(linesOf(errors)).toHaveLength(1);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
