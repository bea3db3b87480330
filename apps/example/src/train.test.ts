import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runProgram } from "./child-process.ts";

const folder = mkdtempSync(join(tmpdir(), "piecewise-"));
afterAll(() => rmSync(folder, { recursive: true }));

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
      "schedule",
      "augment",
      "threads",
      "target",
      "save",
      "resume",
      "log-dir",
      "recipe",
      "json",
    ])
      // prettier-ignore
      expect(output).toContain(`--${option}`);
    for (const word of ["mlp", "cnn-lite", "fashion-mnist", "spirals", "leakyRelu", "adamw", "wasm"])
      expect(output).toContain(`"${word}"`);
  });

  it.each([
    [["--model", "transformer"], "Allowed choices are mlp, cnn-lite, char-lstm, char-transformer."],
    [
      ["--data", "cifar"],
      "Allowed choices are digits, mnist, fashion-mnist, spirals, iris, wine, breast-cancer, shakespeare, or a .csv file.",
    ],
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
    const [explanation, ...epochs] = linesOf(errors);
    expect(explanation).toMatch(/^multiclass: output softmax, loss crossEntropy: /);
    expect(epochs).toHaveLength(2);
    for (const line of epochs)
      expect(line).toMatch(
        /^mlp \d\/2 {2}loss [\d.]+ {2}accuracy [\d.]+ {2}[\d.]+ s {2}[\d,]+\/s {2}validation loss [\d.]+ {2}accuracy [\d.]+$/,
      );
    expect(linesOf(output)[0]).toMatch(
      /^model +parameters +epochs +test accuracy +seconds +samples\/s +backend$/,
    );
    expect(linesOf(output)[2]).toMatch(/^mlp +8,\d{3} +2 +[\d.]+ % +[\d.]+ +[\d,]+ +js$/);
  });

  it("writes a model that evaluate measures as training did", async () => {
    const file = join(folder, "spirals.safetensors");
    const trained = await runProgram("train", [...spirals, "--epochs", "3", "--save", file]);
    const accuracy = jsonOf(trained.output).at(-1)!["testAccuracy"] as number;
    const { code, output } = await runProgram("evaluate", [file]);
    expect([code, output]).toEqual([0, expect.stringContaining(`accuracy ${accuracy.toPrecision(4)}`)]);
    const other = await runProgram("evaluate", [file, "--data", "digits"]);
    expect([other.code, other.output]).toEqual([1, ""]);
    expect(other.errors).toContain(
      "the model takes points [2] with 2 classes, but digits has images [1, 28, 28]",
    );
  });

  it("goes on from its last checkpoint with the same bits, and with its log", async () => {
    const [kept, log] = [join(folder, "kept"), join(folder, "log")];
    const whole = await runProgram("train", [...spirals, "--epochs", "4"]);
    const args = [...spirals, "--resume", kept, "--log-dir", log];
    await runProgram("train", [...args, "--epochs", "2"]);
    const rest = await runProgram("train", [...args, "--epochs", "4"]);
    expect(rest.errors).toBe("");
    const losses = (output: string) =>
      jsonOf(output).flatMap(({ event, loss }) => (event === "epoch" ? [loss] : []));
    expect(losses(rest.output)).toEqual(losses(whole.output).slice(2));
    expect(linesOf(readFileSync(join(log, "epochs.csv"), "utf8"))).toHaveLength(5);
    expect(readdirSync(log).filter((name) => name.startsWith("events.out.tfevents"))).toHaveLength(2);
  });

  it("augments images, and says that it has nothing for points", async () => {
    const { code, errors } = await runProgram("train", [...spirals, "--augment"]);
    expect([code, errors]).toEqual([1, "error: --augment shifts and turns images, and has nothing for points; leave it away\n"]); // prettier-ignore
    const digits = ["--epochs", "1", "--json"];
    const [plain, augmented] = await Promise.all(
      [digits, [...digits, "--augment"]].map((args) => runProgram("train", args)),
    );
    expect(jsonOf(augmented.output)[0]["loss"]).not.toBe(jsonOf(plain.output)[0]["loss"]);
  });

  it("a recipe sets what is not said otherwise", async () => {
    const args = ["--recipe", "mnist-99", "--data", "spirals", "--model", "mlp"];
    const { errors } = await runProgram("train", args);
    expect(errors).toContain("--augment shifts and turns images");
  });

  it.each([
    ["kind", "binary: output sigmoid, loss binaryCrossEntropyWithLogits", "testAccuracy", 0.9, 1],
    ["height", "regression: output identity, loss meanSquaredError", "testMeanAbsoluteError", 0, 0.3],
  ])("learns the column %s of a table: %s", async (target, explanation, name, least, most) => {
    const file = join(folder, `${target}.csv`);
    const rows = Array.from({ length: 200 }, (_, i) => [
      i % 7,
      2 + (i % 7) / 3 + (i % 2),
      i % 2 ? "oak" : "elm",
    ]);
    writeFileSync(file, ["age,height,kind", ...rows.map((row) => row.join())].join("\n"));
    const args = ["--data", file, "--target", target, "--epochs", "30", "--learning-rate", "0.01"];
    const plain = await runProgram("train", [...args, "--epochs", "1"]);
    expect(plain.errors).toContain(explanation);
    const { output } = await runProgram("train", [...args, "--json"]);
    const tested = jsonOf(output).at(-1)![name];
    expect(tested).toBeGreaterThanOrEqual(least);
    expect(tested).toBeLessThanOrEqual(most);
  });

  it("asks for the column of a table that is to be predicted", async () => {
    const file = join(folder, "trees.csv");
    writeFileSync(file, "age,height\n1,2\n3,4\n");
    const { code, errors } = await runProgram("train", ["--data", file]);
    expect([code, errors]).toEqual([
      1,
      'error: which column of trees.csv is to be predicted? Say --target, such as --target "height"\n',
    ]);
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
    const empty = mkdtempSync(join(folder, "empty-"));
    const offline = `globalThis.fetch = () => Promise.reject(new TypeError("fetch failed"));`;
    const environment = {
      ...{ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(offline)}` },
      ...{ XDG_CACHE_HOME: empty, PIECEWISE_DATA_DIR: "" },
    };
    for (const data of ["mnist", "fashion-mnist"]) {
      const args = ["--data", data, "--data-dir", empty];
      const { code, output, errors } = await runProgram("train", args, environment);
      expect([code, output]).toEqual([1, ""]);
      expect(errors).toMatch(
        /^error: (mnist|fashionMnist): cannot download .+ run again with network access.+\n$/,
      );
      expect(linesOf(errors)).toHaveLength(1);
    }
  });
});
