import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  earlyStopping,
  fit,
  loadStateDict,
  stateDict,
  trainingControl,
  trainInWorker,
} from "../packages/piecewise/src/index.ts";
import type {
  TrainedInWorker,
  TrainingError,
  TrainInWorkerOptions,
  Watcher,
} from "../packages/piecewise/src/index.ts";
import { smallTraining, type Input } from "./worker/small-training.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "piecewise-"))));
afterEach(() => rm(folder, { recursive: true }));

const url = new URL("./worker/small-training.worker.ts", import.meta.url);
const start = (program: URL = url) => new Worker(program, { execArgv: ["--conditions=@piecewise/source"] });
const train = (input: Input, options: TrainInWorkerOptions = {}) =>
  trainInWorker(start(), { ...options, input });

/** What the same training gives on this thread. */
async function here(input: Input) {
  const { model, ...options } = smallTraining(input);
  const { epochs } = await fit(model, options);
  return { epochs, model };
}

const withoutTimes = ({ epochs }: Pick<TrainedInWorker, "epochs">) =>
  epochs.map(({ epoch, training, validation }) => ({ epoch, training, validation }));

describe("a training in a worker", () => {
  it("gives the bits and the history of one on this thread, and ends the worker", async () => {
    const expected = await here({ epochs: 3 });
    const worker = start();
    const ended = new Promise((resolve) => worker.on("exit", resolve));
    const trained = await trainInWorker(worker, { input: { epochs: 3 } });
    await ended;
    expect(withoutTimes(trained)).toEqual(withoutTimes(expected));
    for (const [name, p] of Object.entries(stateDict(expected.model)))
      expect(trained.weights[name]).toEqual({ data: await p.data(), shape: p.shape });
    loadStateDict(smallTraining({ epochs: 1 }).model, trained.weights);
  });

  it("tells callbacks of epochs, validations and steps, in order", async () => {
    const told: string[] = [];
    const watcher: Watcher = {
      onEpochStart: ({ epoch, epochs, steps, rowsInEpoch }) =>
        void told.push(`start ${epoch} ${epochs} ${steps} ${rowsInEpoch}`),
      onStep: async ({ totalSteps, loss, means }) => {
        expect([await loss(), (await means())["loss"]]).toEqual([expect.any(Number), expect.any(Number)]);
        told.push(`step ${totalSteps}`);
      },
      onValidation: async ({ totalSteps }) => {
        await new Promise((resume) => setTimeout(resume, 5));
        told.push(`validation ${totalSteps}`);
      },
      onEpochEnd: ({ totalSteps }) => void told.push(`end ${totalSteps}`),
      onEnd: () => void told.push("over"),
    };
    await train({ epochs: 2 }, { callbacks: [watcher, false] });
    expect(told.filter((what) => !what.startsWith("step"))).toEqual([
      "start 1 2 10 60",
      "validation 10",
      "end 10",
      "start 2 2 10 60",
      "validation 20",
      "end 20",
      "over",
    ]);
    expect(told[1]).toBe("step 1");
  });

  it("stops at the end of the epoch in which a callback says so", async () => {
    const stops: Watcher = { onEpochEnd: ({ epoch, stop }) => void (epoch === 2 && stop("enough")) };
    const { epochs, stopped } = await train({ epochs: 50 }, { callbacks: [stops] });
    expect([epochs.length, stopped]).toEqual([2, "enough"]);
  });

  it("ends when the signal aborts, with the weights as they are then", async () => {
    const abort = new AbortController();
    const aborts: Watcher = { onEpochEnd: () => abort.abort() };
    const { stopped, weights, epochs } = await train(
      { epochs: 1e6 },
      { callbacks: [aborts], signal: abort.signal },
    );
    expect([stopped, epochs.length < 5, Object.keys(weights).length]).toEqual(["aborted", true, 9]);
    expect((await train({ epochs: 3 }, { signal: AbortSignal.abort() })).epochs).toEqual([]);
  });

  it("waits while it is paused", async () => {
    const control = trainingControl();
    let ends = 0;
    const pauses: Watcher = { onEpochEnd: ({ pause }) => void (++ends === 1 && pause()) };
    const done = train({ epochs: 4 }, { callbacks: [pauses], control });
    await vi.waitUntil(() => control.isPaused, 20_000);
    await new Promise((resume) => setTimeout(resume, 100));
    expect(ends).toBe(1);
    control.resume();
    expect((await done).epochs).toHaveLength(4);
  });

  it("keeps checkpoints, and goes on from them", async () => {
    await train({ epochs: 2, folder });
    expect(await readdir(folder)).toEqual(["epoch-0002-step-00000020.safetensors"]);
    const resumed = await train({ epochs: 3, folder });
    expect(withoutTimes(resumed)).toEqual(withoutTimes(await here({ epochs: 3 })));
  });
});

describe("what goes wrong", () => {
  it("in the training is told with its place and cause", async () => {
    const error: unknown = await train({ epochs: 2, failsAt: 12 }).catch((thrown: unknown) => thrown);
    // The validation calls the loss once an epoch.
    expect(error).toMatchObject({
      name: "TrainingError",
      message: "fit: in epoch 2, step 1, batch 1: too large",
      epoch: 2,
      step: 1,
    });
    expect((error as TrainingError).cause).toMatchObject({ name: "RangeError", message: "too large" });
  });

  it("in a callback ends the worker, and is thrown", async () => {
    const ended: unknown[] = [];
    const fails: Watcher = {
      onEpochEnd: () => Promise.reject(new Error("disk full")),
      onEnd: ({ error }) => void ended.push(error),
    };
    await expect(train({ epochs: 1e6 }, { callbacks: [fails] })).rejects.toThrow("disk full");
    expect(ended).toMatchObject([{ message: "disk full" }]);
  });

  it("in the options of fit is told as it is", async () => {
    await expect(train({ epochs: 0 })).rejects.toThrow(
      expect.objectContaining({
        name: "DataError",
        message: "fit: epochs must be a whole number above 0, got 0",
      }),
    );
  });

  it("in the worker's module is told, too", async () => {
    await expect(trainInWorker(start(new URL("./none.ts", import.meta.url)))).rejects.toThrow("none.ts");
    const silent = start(new URL("data:text/javascript,0"));
    await expect(trainInWorker(silent)).rejects.toThrow("the worker ended before the training, with code 0");
  });

  it("callbacks that need the model belong in the worker", async () => {
    await expect(train({ epochs: 1 }, { callbacks: [earlyStopping()] })).rejects.toThrow(
      "trainInWorker: earlyStopping has onStart, which needs the model; give it in the worker, among the options of its setup",
    );
  });
});
