import { relu } from "@piecewise/activations";
import { batches, streamBatches, xor, type BatchSource } from "@piecewise/data";
import { batchNorm1d, dropout, linear, sequential, stateDict } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { adam, cosine, optimizerState, sgd } from "@piecewise/optimizers";
import { memory, seed, seeded, sharedRandom } from "@piecewise/tensor";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  accuracy,
  checkpoint,
  confusionMatrix,
  earlyStopping,
  fit,
  fileStore,
  rocAuc,
  type Callback,
  type FitOptions,
} from "../index.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "piecewise-"))));
afterEach(() => rm(folder, { recursive: true }));

const data = xor({ count: 50, seed: 1 });
const validation = xor({ count: 20, seed: 2 });
const network = (hidden = 8) => {
  const random = seeded(4);
  return sequential(linear(2, hidden, { random }), batchNorm1d(hidden), relu, dropout(0.3), dropout(0.1, { random: sharedRandom() }), linear(hidden, 2, { random })); // prettier-ignore
};

function start(options: Partial<FitOptions> = {}, model = network()) {
  const optimizer = adam(model.parameters, { learningRate: cosine({ initial: 0.05, steps: 40 }) });
  const given: FitOptions = {
    ...{
      data,
      validation,
      loss: crossEntropy,
      optimizer,
      metrics: [accuracy, rocAuc, confusionMatrix],
      seed: 3,
    },
    ...{ batchSize: 4, accumulate: 3, epochs: 4 },
    ...options,
  };
  return { model, optimizer, given };
}

const all = async (tensors: Readonly<Record<string, { data(): Promise<ArrayLike<number>> }>>) =>
  Promise.all(Object.entries(tensors).map(async ([name, x]) => [name, [...(await x.data() as Float32Array)]] as const)); // prettier-ignore

async function run(options: Partial<FitOptions>) {
  const { model, optimizer, given } = start(options);
  const { epochs, stopped } = await fit(model, given);
  const results = epochs.map(({ epoch, training, validation }) => ({ epoch, training, validation }));
  const { tensors, numbers } = optimizerState(optimizer);
  return { weights: await all(stateDict(model)), moments: await all(tensors), numbers, results, stopped };
}

/** A run that ends after each of these steps and is resumed. */
async function broken(breaks: readonly number[], every: { steps: number } | number) {
  for (const [i, at] of breaks.entries()) {
    const abort = new AbortController();
    const end: Callback = { onStep: ({ totalSteps }) => void (totalSteps === at && abort.abort()) };
    seed(i + 100);
    await run({ callbacks: [checkpoint({ path: folder, every, keep: { last: 2 } }), earlyStopping({ patience: 9 }), end], resume: folder, signal: abort.signal }); // prettier-ignore
  }
  seed(100);
  return run({
    callbacks: [checkpoint({ path: folder, every }), earlyStopping({ patience: 9 })],
    resume: folder,
  });
}

describe("a run that is resumed", () => {
  it.each([
    ["in the middle of epochs", [1, 7, 8, 13], { steps: 1 }],
    ["at the ends of epochs", [5, 10], { steps: 5 }],
    ["at its end", [20], 1],
  ] as const)(
    "gives the same bits and history as one without a break, when it broke %s",
    async (_, breaks, every) => {
      // prettier-ignore
      seed(100);
      const whole = await run({});
      seed(100);
      expect(await broken(breaks, every)).toEqual(whole);
    },
  );

  it.each<[string, () => BatchSource]>([
    ["are shuffled anew in each epoch", () => batches(data, { size: 4, seed: 1 })],
    ["come from a stream", () => streamBatches(batches(data, { size: 7 }), { size: 4, seed: 1, buffer: 20 })],
  ])("takes batches that %s from where they were", async (_, source) => {
    seed(100);
    const whole = await run({ data: source() });
    const abort = new AbortController();
    const end: Callback = { onStep: ({ totalSteps }) => void (totalSteps === 13 && abort.abort()) };
    seed(100);
    await run({ data: source(), callbacks: [checkpoint({ path: folder }), end], signal: abort.signal });
    expect(await run({ data: source(), callbacks: [checkpoint({ path: folder })], resume: folder })).toEqual(whole); // prettier-ignore
  });

  it("starts from the beginning where there is no checkpoint yet", async () => {
    seed(100);
    const whole = await run({});
    seed(100);
    expect(await run({ resume: join(folder, "none") })).toEqual(whole);
  });

  it("trains on where it is given more epochs", async () => {
    await run({ epochs: 2, callbacks: [checkpoint({ path: folder })] });
    const { results } = await run({ epochs: 3, callbacks: [checkpoint({ path: folder })], resume: folder });
    expect(results.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  });

  it("stays ended where a callback ended it", async () => {
    const enough: Callback = { onEpochEnd: ({ epoch, stop }) => void (epoch === 2 && stop("enough")) };
    const callbacks = () => [enough, checkpoint({ path: folder })];
    const first = await run({ callbacks: callbacks() });
    expect(await run({ callbacks: callbacks(), resume: folder })).toEqual(first);
    expect([first.results.length, first.stopped]).toEqual([2, "enough"]);
  });

  it("holds no more memory than before", async () => {
    const { model, given } = start({ callbacks: [checkpoint({ path: folder })] });
    const before = memory();
    await fit(model, { ...given, epochs: 2 });
    await fit(model, { ...given, resume: folder });
    expect(memory().tensors).toBeLessThanOrEqual(before.tensors);
  });
});

describe("the file", () => {
  it("has the weights under PyTorch's names, and the version", async () => {
    await run({ epochs: 1, callbacks: [checkpoint({ path: folder })] });
    const { tensors, metadata } = await fileStore(folder).read("epoch-0001-step-00000005");
    const weights = Object.keys(tensors).filter((name) => !name.includes("/"));
    expect(weights.sort()).toEqual(Object.keys(stateDict(network())).sort());
    const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as { readonly version: string }; // prettier-ignore
    expect(JSON.parse(metadata["piecewise"])).toMatchObject({ format: 1, version, progress: { position: { epoch: 2, totalSteps: 5 } } }); // prettier-ignore
  });
});

describe("a checkpoint that does not fit", () => {
  const untouched = async (resumed: Partial<FitOptions>, model = network()) => {
    const { optimizer, given } = start(resumed, model);
    const before = [await all(stateDict(model)), optimizerState(optimizer).numbers];
    const held = memory().tensors;
    const error: unknown = await fit(model, { ...given, resume: folder }).catch((thrown: unknown) => thrown);
    expect([await all(stateDict(model)), optimizerState(optimizer).numbers]).toEqual(before);
    expect(memory().tensors).toBeLessThanOrEqual(held);
    return error;
  };
  const saved = () => run({ epochs: 1, callbacks: [checkpoint({ path: folder }), earlyStopping()] });
  const callbacks = () => [checkpoint({ path: folder }), earlyStopping()];

  it("is refused with all that differs, and nothing has changed", async () => {
    await saved();
    const other = sequential(linear(2, 7), batchNorm1d(7), relu, linear(7, 2));
    const options = { batchSize: 5, seed: 4, metrics: [], optimizer: sgd(other.parameters), generators: { mine: seeded(1) } }; // prettier-ignore
    const error = await untouched(options, other);
    expect(error).toMatchObject({ name: "CheckpointError" });
    for (const part of [
      `epoch-0001-step-00000005 in ${folder} does not fit this run`,
      "batchSize was 4, and is 5",
      "seed was 3, and is 4",
      'metrics was ["accuracy","rocAuc","confusionMatrix"], and is []',
      "weights that it lacks: 3.weight, 3.bias",
      "weights that are not here: 5.weight, 5.bias",
      "0.weight is float32 [7, 2], and was float32 [8, 2]",
      "sgd: the state is of adam",
      "generators that it lacks: mine",
      "callbacks that are not here: checkpoint, earlyStopping",
    ])
      expect((error as Error).message).toContain(part);
  });

  const header = (text: string) => [text.length, 0, 0, 0, 0, 0, 0, 0, ...Buffer.from(text)];
  it.each([
    ["cut off", (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 5), "cannot use epoch-0001-step-00000005: "],
    ["empty", () => Uint8Array.of(), "without that file, the one before is taken"],
    ["of another program", () => Uint8Array.from(header("{}")), "has weights alone and no state of a run"],
    ["of another version", () => Uint8Array.from(header('{"__metadata__":{"piecewise":"{\\"format\\":9}"}}')), "has the format 9, and this version reads 1"],
    ["without a part", () => Uint8Array.from(header('{"__metadata__":{"piecewise":"{\\"format\\":1}"}}')), "is damaged: it has no settings"],
  ])("is refused when it is %s", async (_, damage, message) => {
    await saved();
    const file = join(folder, (await readdir(folder))[0]);
    await writeFile(file, damage(await readFile(file)));
    const error = await untouched({ callbacks: callbacks() });
    expect(error).toMatchObject({ name: "CheckpointError", message: expect.stringContaining(message) as string });
  }); // prettier-ignore
});
