import { batches, xor, type Batch, type BatchSource } from "@piecewise/data";
import { linear } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { evaluate, fit, type EpochStartEvent, type FitOptions } from "./index.ts";

const data = xor({ count: 23, seed: 1 });
const parts = batches(data, { size: 5 });
const later: BatchSource = {
  async *[Symbol.asyncIterator]() {
    for (const batch of parts) {
      await new Promise((resume) => setTimeout(resume, 1));
      yield batch;
    }
  },
  rows: 23,
};

async function trained(options: Partial<FitOptions>) {
  const model = linear(2, 2, { initializer: (shape) => zeros(shape), bias: false });
  const optimizer = sgd(model.parameters, { learningRate: 0.1 });
  const history = await fit(model, { data, loss: crossEntropy, optimizer, epochs: 2, ...options });
  return { weights: await model.own.weight.data(), steps: optimizer.steps, history };
}

describe("a source of batches", () => {
  it.each<[string, BatchSource]>([
    ["at once", parts],
    ["later", later],
  ])("trains as its rows do, whether they come %s", async (_, source) => {
    const expected = await trained({ shuffle: false, batchSize: 5 });
    const { weights, steps } = await trained({ data: source });
    expect(weights).toEqual(expected.weights);
    expect(steps).toBe(10);
  });

  it("is measured as its rows are", async () => {
    const model = linear(2, 2);
    const expected = await evaluate(model, data, { loss: crossEntropy, batchSize: 5 });
    expect(await evaluate(model, later, { loss: crossEntropy })).toEqual(expected);
  });

  it("tells callbacks how many rows there are where it knows", async () => {
    const told: unknown[] = [];
    const callback = { onEpochStart: ({ steps, rowsInEpoch }: EpochStartEvent) => void told.push([steps, rowsInEpoch]) }; // prettier-ignore
    await trained({ data: later, epochs: 1, callbacks: [callback] });
    await trained({ data: [...parts], epochs: 1, callbacks: [callback] });
    await trained({ epochs: 1, batchSize: 5, accumulate: 2, callbacks: [callback] });
    expect(told).toEqual([[undefined, 23], [undefined, undefined], [3, 23]]); // prettier-ignore
  });

  it("ends when the signal aborts while a batch is waited for", async () => {
    let hasEnded = false;
    const stuck: BatchSource = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise<IteratorResult<Batch>>(() => {}),
        return: async () => ((hasEnded = true), { done: true, value: undefined }),
      }),
    };
    const { history, steps } = await trained({ data: stuck, signal: AbortSignal.timeout(20) });
    expect([history.stopped, steps, hasEnded]).toEqual(["aborted", 0, true]);
  });

  it("is told to end when training stops", async () => {
    let hasEnded = false;
    function* endless() {
      try {
        for (;;) yield* parts;
      } finally {
        hasEnded = true;
      }
    }
    const { steps, history } = await trained({ data: endless(), epochs: undefined!, steps: 7 });
    expect([steps, hasEnded, history.epochs.length]).toEqual([7, true, 1]);
  });

  it.each<[string, BatchSource, string]>([
    ["without batches", [], "in epoch 1, batch 1: fit: the source gave no batch"],
    ["that can be walked only once", parts[Symbol.iterator]() as IterableIterator<Batch>, "in epoch 2, batch 1: fit: the source gave no batch; give one that has some, and that can be walked once more in every epoch"],
  ])("is refused %s", async (_, source, message) => {
    await expect(trained({ data: source })).rejects.toThrow(message);
  }); // prettier-ignore

  it("has an order of its own", async () => {
    await expect(trained({ data: parts, shuffle: true })).rejects.toThrow("fit: a source of batches has its own order; shuffle where it is made"); // prettier-ignore
    await expect(trained({ data: parts, augment: [] })).rejects.toThrow("fit: a source of batches is augmented where it is made"); // prettier-ignore
  });
});
