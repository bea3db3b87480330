import { take, xor } from "@piecewise/data";
import { linear } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { describe, expect, it } from "vitest";
import { fit, trainingControl, type Callback, type FitOptions, type TrainingError } from "./index.ts";

const data = xor({ count: 40, seed: 1 });

function start(options: Partial<FitOptions> = {}) {
  const model = linear(2, 2);
  const optimizer = sgd(model.parameters, { learningRate: 0.1 });
  return {
    optimizer,
    history: fit(model, { data, loss: crossEntropy, optimizer, batchSize: 10, ...options }),
  };
}

describe("steps in place of epochs", () => {
  it.each([
    [1, 1],
    [4, 1],
    [6, 2],
    [8, 2],
  ])("%d are taken, in %d epochs, the last measured", async (steps, epochs) => {
    const { optimizer, history } = start({ steps, validation: data });
    const { epochs: results, stopped } = await history;
    expect([optimizer.steps, results.length, stopped]).toEqual([steps, epochs, undefined]);
    expect(results.at(-1)).toHaveProperty("validation");
  });

  it("are known to callbacks, through all epochs", async () => {
    const told: number[][] = [];
    const callback: Callback = { onStep: ({ epoch, epochs, step, totalSteps }) => void told.push([epoch, epochs, step, totalSteps]) }; // prettier-ignore
    await start({ steps: 5, callbacks: [callback] }).history;
    expect(told).toEqual([[1, 2, 1, 1], [1, 2, 2, 2], [1, 2, 3, 3], [1, 2, 4, 4], [2, 2, 1, 5]]); // prettier-ignore
  });

  it("are refused beside epochs", async () => {
    await expect(start({ steps: 5, epochs: 2 }).history).rejects.toThrow("fit: got 2 epochs and 5 steps; give one of them"); // prettier-ignore
  });
});

describe("validation data", () => {
  const validation = take(data, [0, 1]);

  it("are measured after every so many epochs, and at the end", async () => {
    const { epochs } = await start({ epochs: 5, validation, validateEvery: 2 }).history;
    expect(epochs.map((result) => result.validation !== undefined)).toEqual([false, true, false, true, true]);
  });

  it("are measured after every so many steps, and at the end", async () => {
    const told: number[] = [];
    const callback: Callback = { onValidation: ({ totalSteps }) => void told.push(totalSteps) };
    const options = { epochs: 2, validation, validateEvery: { steps: 3 }, callbacks: [callback] };
    const { epochs, validations } = await start(options).history;
    expect(told).toEqual([3, 6, 8]);
    expect(validations!.map(({ totalSteps }) => totalSteps)).toEqual(told);
    expect(epochs.map((result) => result.validation)).toEqual([undefined, validations![2].means]);
  });

  it("are measured once where both ask for it", async () => {
    const { epochs, validations } = await start({ validation, validateEvery: { steps: 2 } }).history;
    expect(validations!.map(({ totalSteps }) => totalSteps)).toEqual([2, 4]);
    expect(epochs[0].validation).toEqual(validations![1].means);
  });
});

describe("a pause", () => {
  it("lets a run wait after the step it is in, until it is resumed", async () => {
    const control = trainingControl();
    const onStep: Callback["onStep"] = ({ totalSteps, pause }) => void (totalSteps === 2 && pause());
    const { optimizer, history } = start({ epochs: 2, control, callbacks: [{ onStep }] });
    await new Promise((resume) => setTimeout(resume, 30));
    expect([optimizer.steps, control.isPaused]).toEqual([2, true]);
    control.resume();
    await history;
    expect([optimizer.steps, control.isPaused]).toEqual([8, false]);
  });

  it("ends when the signal aborts, and the run with it", async () => {
    const control = trainingControl();
    control.pause();
    const { optimizer, history } = start({ control, signal: AbortSignal.timeout(20) });
    expect((await history).stopped).toBe("aborted");
    expect(optimizer.steps).toBe(1);
  });
});

describe("what fails", () => {
  const failing = (at: number): Partial<FitOptions> => {
    let calls = 0;
    const cause = new RangeError("too large");
    return { epochs: 3, loss: (p, t) => { if (++calls === at) throw cause; return crossEntropy(p, t); } }; // prettier-ignore
  };

  it.each([
    ["a loss, with its place", failing(6), { epoch: 2, step: 2, batch: 2 }, "fit: in epoch 2, step 2, batch 2: too large"],
    ["a loss, with the first batch of its step", { ...failing(8), accumulate: 2 }, { epoch: 2, step: 2, batch: 3 }, "fit: in epoch 2, step 2, batch 3: too large"],
    ["a callback between epochs, without a step", { callbacks: [{ onEpochEnd: () => { throw new RangeError("too large"); } }] }, { epoch: 1 }, "fit: in epoch 1: too large"],
  ])("is told of %s", async (_, options, place, message) => {
    const error = await start(options).history.catch((thrown: unknown) => thrown as TrainingError);
    expect(error).toMatchObject({ name: "TrainingError", operation: "fit", message, ...place });
    expect((error as TrainingError).cause).toBeInstanceOf(RangeError);
    expect(Object.keys(error).sort()).toEqual(["name", "operation", ...Object.keys(place)].sort());
  }); // prettier-ignore

  it("before the first epoch is told as it is", async () => {
    const onStart = () => { throw new RangeError("no disk"); }; // prettier-ignore
    await expect(start({ callbacks: [{ onStart }] }).history).rejects.toThrow(RangeError);
  });
});

it("leaves out callbacks that are false, null or undefined", async () => {
  expect((await start({ callbacks: [false, null, undefined, {}] }).history).epochs).toHaveLength(1);
});
