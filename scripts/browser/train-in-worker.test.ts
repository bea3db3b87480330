import { describe, expect, it } from "vitest";
import { fit, stateDict, trainInWorker, type Watcher } from "../../packages/piecewise/src/index.ts";
import { smallTraining } from "../worker/small-training.ts";

const startSmall = () =>
  new Worker(new URL("../worker/small-training.worker.ts", import.meta.url), { type: "module" });

describe("a training in a worker of this page", () => {
  it("gives the bits of one on the page, and tells of its epochs", async () => {
    const epochsTold: number[] = [];
    const watcher: Watcher = { onEpochEnd: ({ epoch }) => void epochsTold.push(epoch) };
    const trained = await trainInWorker(startSmall(), { input: { epochs: 3 }, callbacks: [watcher] });
    const { model, ...options } = smallTraining({ epochs: 3 });
    await fit(model, options);
    for (const [name, p] of Object.entries(stateDict(model))) expect(trained.weights[name].data).toEqual(await p.data()); // prettier-ignore
    expect(epochsTold).toEqual([1, 2, 3]);
  });

  it("ends when the signal aborts", async () => {
    const { stopped } = await trainInWorker(startSmall(), {
      input: { epochs: 1e6 },
      signal: AbortSignal.timeout(500),
    });
    expect(stopped).toBe("aborted");
  });

  it("tells where it failed", async () => {
    const failing = trainInWorker(startSmall(), { input: { epochs: 2, failsAt: 3 } });
    await expect(failing).rejects.toThrow("fit: in epoch 1, step 3, batch 3: too large");
  });

  it("is refused where the module is not there", async () => {
    const worker = new Worker(new URL(`${location.origin}/none.js`), { type: "module" });
    await expect(trainInWorker(worker)).rejects.toThrow("trainInWorker: the worker failed");
  });
});

/** The turns of this page's event loop until a promise resolves: how many, how far apart at most, and how many after 16 ms or more. */
async function turnsUntil(done: Promise<unknown>) {
  const { port1, port2 } = new MessageChannel();
  const turns = { count: 0, longest: 0, slow: 0 };
  let isDone = false;
  void done.finally(() => (isDone = true));
  await new Promise<void>((end) => {
    let last = performance.now();
    port1.onmessage = () => {
      const apart = performance.now() - last;
      last += apart;
      turns.count++;
      turns.longest = Math.max(turns.longest, apart);
      if (apart > 16) turns.slow++;
      if (isDone) end();
      else port2.postMessage(undefined);
    };
    port2.postMessage(undefined);
  });
  port1.close();
  return turns;
}

it("the page keeps its turns while a convolutional network trains in a worker", async () => {
  const idle = await turnsUntil(new Promise((resume) => setTimeout(resume, 2500)));
  const worker = new Worker(new URL("../worker/cnn-lite.worker.ts", import.meta.url), { type: "module" });
  let steps = 0;
  const watcher: Watcher = { onStep: () => {}, onEpochEnd: ({ totalSteps }) => void (steps = totalSteps) };
  const started = performance.now();
  const training = await turnsUntil(trainInWorker(worker, { input: { epochs: 6 }, callbacks: [watcher] }));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const text = ({ count, longest, slow }: typeof idle) => `${count} turns, at most ${longest.toFixed(1)} ms apart, ${slow} over 16 ms`; // prettier-ignore
  console.info(
    `training: ${steps} steps in ${seconds} s, ${text(training)}; without it, in 2.5 s: ${text(idle)}`,
  );
  expect(steps).toBe(6 * 64);
  // Loosely, as the machine may be busy with something else.
  expect(training.slow).toBeLessThan(training.count / 10);
});
