import { xor } from "@piecewise/data";
import { linear } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { exponential, reduceOnPlateau, sgd } from "@piecewise/optimizers";
import { scope, tensor } from "@piecewise/tensor";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  accuracy,
  checkpoint,
  csvLogger,
  fit,
  jsonLogger,
  learningRateLogger,
  schedulePerEpoch,
} from "../index.ts";
import type { Callback, FitOptions } from "../index.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "piecewise-"))));
afterEach(() => rm(folder, { recursive: true }));

const data = xor({ count: 20, seed: 0 });
const learningRate = exponential({ initial: 0.5, factor: 0.5 });

async function run(options: Partial<FitOptions>) {
  const model = linear(2, 2, { initializer: (shape) => tensor(new Float32Array([1, 0, 0, 1]), { shape }) });
  scope(() => model.own.bias.assign(tensor([0, 0])));
  const optimizer = sgd(model.parameters, { learningRate });
  const { epochs } = await fit(model, {
    data,
    loss: crossEntropy,
    optimizer,
    batchSize: 5,
    metrics: [accuracy],
    ...options,
  });
  return { epochs, optimizer };
}

/** A text without what a clock says. */
const timeless = (text: string) =>
  text
    .replaceAll(/("seconds":|"samplesPerSecond":)[\d.e+-]+/g, "$1")
    .replaceAll(/,[\d.e+-]+,[\d.e+-]+$/gm, "");

/** What a file has when a run is aborted in its second epoch and resumed, and when it is not. */
async function brokenAndWhole(logger: (path: string) => Callback, options: Partial<FitOptions> = {}) {
  const [broken, whole] = ["broken", "whole"].map((name) => join(folder, name, "log"));
  const abort = new AbortController();
  const ends: Callback = { onStep: ({ totalSteps }) => void (totalSteps === 7 && abort.abort()) };
  const keeps = () => checkpoint({ path: join(folder, "kept"), every: { steps: 3 } });
  const given = { epochs: 3, ...options };
  await run({ ...given, callbacks: [logger(broken), keeps(), ends], signal: abort.signal });
  await run({ ...given, callbacks: [logger(broken), keeps()], resume: join(folder, "kept") });
  await run({ ...given, callbacks: [logger(whole)] });
  return Promise.all([broken, whole].map(async (path) => timeless(await readFile(path, "utf8"))));
}

describe("csvLogger", () => {
  it("writes a line an epoch, below the names, with empty fields where nothing was measured", async () => {
    const path = join(folder, "new", "epochs.csv");
    const { epochs } = await run({
      epochs: 2,
      validation: data,
      validateEvery: 2,
      callbacks: [csvLogger(path)],
    });
    const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
    const [first, last] = epochs;
    expect(lines[0]).toBe("epoch,loss,accuracy,validation loss,validation accuracy,seconds,samplesPerSecond");
    const { loss, accuracy: share } = first.training;
    expect(lines[1]).toBe(`1,${loss},${share},,,${first.seconds},${first.samplesPerSecond}`);
    expect(lines[2].split(",").slice(3, 5).map(Number)).toEqual(Object.values(epochs[1].validation!));
    expect(lines[2].split(",").slice(5).map(Number)).toEqual([last.seconds, last.samplesPerSecond]);
    expect(lines).toHaveLength(3);
  });

  it("quotes names with commas and quotes", async () => {
    const path = join(folder, "epochs.csv");
    await run({ metrics: [{ ...accuracy, name: 'a "good", b' }], callbacks: [csvLogger(path)] });
    expect(await readFile(path, "utf8")).toContain('loss,"a ""good"", b",seconds');
  });

  it("has the lines of a run without a break after it was resumed", async () => {
    const [broken, whole] = await brokenAndWhole(csvLogger);
    expect(broken).toBe(whole);
    expect(whole.split("\n")).toHaveLength(5);
  });
});

describe("jsonLogger", () => {
  it("writes epochs, validations and the steps it is asked for", async () => {
    const path = join(folder, "log.jsonl");
    await run({ validation: data, callbacks: [jsonLogger(path, { steps: 2 })] });
    const lines = (await readFile(path, "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ event, totalSteps }) => [event, totalSteps])).toEqual([
      ["step", 2],
      ["step", 4],
      ["validation", 4],
      ["epoch", 4],
    ]);
    expect(lines[0]).toEqual({
      event: "step",
      epoch: 1,
      step: 2,
      totalSteps: 2,
      loss: expect.any(Number) as number,
    });
  });

  it("has the lines of a run without a break after it was resumed", async () => {
    const [broken, whole] = await brokenAndWhole((path) => jsonLogger(path, { steps: 1 }));
    expect(broken).toBe(whole);
    expect(whole.trimEnd().split("\n")).toHaveLength(15);
  });
});

describe("learningRateLogger", () => {
  it("notes with which rates the steps were taken, one for each group", async () => {
    const logger = learningRateLogger({ every: 2 });
    const model = linear(2, 2);
    const { weight, bias } = model.own;
    const optimizer = sgd([
      { parameters: [weight], learningRate },
      { parameters: [bias], learningRate: 0.1 },
    ]);
    await fit(model, { data, loss: crossEntropy, optimizer, batchSize: 5, callbacks: [logger] });
    expect(logger.rates).toEqual([
      { totalSteps: 2, rates: [0.25, 0.1] },
      { totalSteps: 4, rates: [0.0625, 0.1] },
    ]);
  });

  it("starts anew with each training, and refuses half a step", async () => {
    const logger = learningRateLogger();
    for (let i = 0; i < 2; i++) await run({ callbacks: [logger] });
    expect(logger.rates.map(({ rates }) => rates[0])).toEqual([0.5, 0.25, 0.125, 0.0625]);
    expect(() => learningRateLogger({ every: 0.5 })).toThrow(
      "every must be a whole number of steps above 0, got 0.5",
    );
  });
});

describe("schedulePerEpoch", () => {
  it("sets an option for each epoch", async () => {
    const logger = learningRateLogger({ every: 4 });
    await run({ epochs: 3, callbacks: [schedulePerEpoch({ learningRate }), logger] });
    expect(logger.rates.map(({ rates }) => rates[0])).toEqual([0.5, 0.25, 0.125]);
  });

  it("tells a plateau the monitored mean, and keeps its state when the run is resumed", async () => {
    const plateau = () =>
      schedulePerEpoch({
        learningRate: reduceOnPlateau({ initial: 1, patience: 0, threshold: 2, thresholdMode: "absolute" }),
      });
    const [broken, whole] = [learningRateLogger(), learningRateLogger()];
    const path = join(folder, "kept");
    await run({ epochs: 2, callbacks: [plateau(), broken, checkpoint({ path })] });
    await run({ epochs: 4, callbacks: [plateau(), broken, checkpoint({ path })], resume: path });
    await run({ epochs: 4, callbacks: [plateau(), whole] });
    expect(broken.rates).toEqual(whole.rates);
    expect(whole.rates.filter(({ totalSteps }) => totalSteps % 4 === 1).map(({ rates }) => rates[0])).toEqual(
      [1, 1, 0.1, 0.1 * 0.1],
    );
  });

  it("refuses what is no function", () => {
    expect(() => schedulePerEpoch({ learningRate: 0.1 as never })).toThrow(
      "learningRate must be a function of the epoch, got number",
    );
  });
});
