import { relu } from "@piecewise/activations";
import { take, xor, type Augmentation, type Dataset } from "@piecewise/data";
import { dropout, linear, sequential, type Layer } from "@piecewise/layers";
import { crossEntropy, meanSquaredError } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { mul, seeded, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { accuracy, fit, type Callback, type FitOptions } from "./index.ts";

const data = xor({ count: 100, seed: 1 });
const network = () => {
  const random = seeded(4);
  return sequential(linear(2, 8, { random }), relu, dropout(0.2), linear(8, 2, { random }));
};
const optionsFor = (model: Layer): FitOptions => ({
  ...{ data, loss: crossEntropy, batchSize: 10, epochs: 3 },
  optimizer: sgd(model.parameters, { learningRate: 0.1 }),
});
async function trained(options: Partial<FitOptions> = {}) {
  const model = network();
  const history = await fit(model, { ...optionsFor(model), ...options });
  const weights = await Promise.all(model.parameters.map((p) => p.data()));
  return { history, weights: weights.flatMap((values) => [...values]) };
}

describe("fit", () => {
  it("learns: the loss falls and the accuracy rises", async () => {
    const model = sequential(
      linear(2, 16, { random: seeded(1) }),
      relu,
      linear(16, 2, { random: seeded(2) }),
    );
    const optimizer = sgd(model.parameters, { learningRate: 0.1, momentum: 0.9 });
    const { epochs } = await fit(model, { ...optionsFor(model), optimizer, epochs: 40, metrics: [accuracy] });
    expect(epochs).toHaveLength(40);
    expect(epochs[39].training["loss"]).toBeLessThan(epochs[0].training["loss"] / 2);
    expect(epochs[39].training["accuracy"]).toBeGreaterThan(0.85);
  });

  it("refuses the optimizer of another model", async () => {
    const other = optionsFor(network()).optimizer;
    await expect(trained({ optimizer: other })).rejects.toThrow(
      "fit: the optimizer has none of the model's parameters",
    );
  });

  it("with the same seed gives the same bits, with another seed others", async () => {
    const [first, same, other] = [
      await trained({ seed: 3 }),
      await trained({ seed: 3 }),
      await trained({ seed: 4 }),
    ];
    expect(same.weights).toEqual(first.weights);
    expect(same.history.epochs.map((e) => e.training)).toEqual(first.history.epochs.map((e) => e.training));
    expect(other.weights).not.toEqual(first.weights);
  });

  it("changes rows by augmentations, anew in each epoch and by the seed", async () => {
    const seen = async (seed: number) => {
      const rows: number[][] = [];
      const note: Augmentation = (batch, numbers) => {
        rows.push(numbers.map((n) => n.integer(1000)));
        return batch;
      };
      await trained({ seed, epochs: 2, batchSize: 100, shuffle: false, augment: [note] });
      return rows;
    };
    const [first, same, other] = [await seen(1), await seen(1), await seen(2)];
    expect(first).toHaveLength(2);
    expect(first[0]).not.toEqual(first[1]);
    expect(same).toEqual(first);
    expect(other[0]).not.toEqual(first[0]);
  });

  it("takes each row once an epoch, in another order each time, and in its own without shuffling", async () => {
    const seen = async (shuffle: boolean) => {
      const orders: number[][] = [[], []];
      let epoch = 0;
      const inputs = { data: Float32Array.from({ length: 7 }, (_, i) => i), shape: [7, 1] };
      const rows: Dataset = { inputs, targets: inputs };
      const model = linear(1, 1);
      const loss = (prediction: Tensor, target: Tensor) => {
        void target.data().then((values) => orders[epoch].push(...values));
        return meanSquaredError(prediction, target);
      };
      const callback: Callback = {
        onEpochEnd: () => void epoch++,
        onStep: async ({ loss }) => void (await loss()),
      };
      const optimizer = sgd(model.parameters, { learningRate: 0 });
      await fit(model, {
        data: rows,
        loss,
        optimizer,
        epochs: 2,
        batchSize: 3,
        shuffle,
        callbacks: [callback],
      });
      return orders;
    };
    const inOrder = [0, 1, 2, 3, 4, 5, 6];
    expect(await seen(false)).toEqual([inOrder, inOrder]);
    const [first, second] = await seen(true);
    expect(first.toSorted()).toEqual(inOrder);
    expect(second.toSorted()).toEqual(inOrder);
    expect(first).not.toEqual(second);
  });

  it("measures validation data after each epoch, without training on them", async () => {
    const validation = take(data, [0, 1, 2, 3]);
    const { history, weights } = await trained({ validation, metrics: [accuracy] });
    for (const { validation } of history.epochs)
      expect(Object.keys(validation!)).toEqual(["loss", "accuracy"]);
    expect(weights).toEqual((await trained({ metrics: [accuracy] })).weights);
  });

  it("reports how long each epoch took", async () => {
    for (const { seconds, samplesPerSecond } of (await trained()).history.epochs) {
      expect(seconds).toBeGreaterThan(0);
      expect(samplesPerSecond).toBeCloseTo(100 / seconds, 6);
    }
  });

  it("gives layers the training mode and a generator that its seed starts", async () => {
    const contexts: unknown[] = [];
    const model = linear(2, 2);
    const spy = Object.assign((x: Tensor, context: object = {}) => {
      contexts.push(context);
      return model(x);
    }, model) as Layer;
    await fit(spy, { ...optionsFor(model), epochs: 1, batchSize: 100, validation: data });
    expect(contexts).toMatchObject([{ training: true, random: { seed: 0 } }, {}]);
  });

  it("goes on when the loss is not a number, and says so in the history", async () => {
    const { history } = await trained({ loss: (p, t) => mul(crossEntropy(p, t), NaN) });
    expect(history.epochs.map((e) => e.training["loss"])).toEqual([NaN, NaN, NaN]);
  });
});

describe("ending early", () => {
  it("stops within one step of an abort, keeps what was learned and says so", async () => {
    const abort = new AbortController();
    let steps = 0;
    const watcher: Callback = { onStep: () => void (++steps === 14 && abort.abort()) };
    const { history } = await trained({ signal: abort.signal, callbacks: [watcher], validation: data });
    expect(steps).toBe(14);
    expect(history.stopped).toBe("aborted");
    expect(history.epochs).toHaveLength(2);
    expect(history.epochs[1].validation).toBeUndefined();
  });

  it("gives timers their turn, so that one can abort", async () => {
    const signal = AbortSignal.timeout(50);
    expect((await trained({ epochs: 1e6, signal })).history.stopped).toBe("aborted");
  });

  it("takes no step when the signal was given before", async () => {
    const { history, weights } = await trained({ signal: AbortSignal.abort() });
    expect(history).toEqual({ epochs: [], stopped: "aborted" });
    const untouched = await Promise.all(network().parameters.map((p) => p.data()));
    expect(weights).toEqual(untouched.flatMap((values) => [...values]));
  });

  it("keeps the first reason that a callback gave", async () => {
    const stopper: Callback = { onEpochEnd: ({ stop }) => (stop("enough"), stop("too much")) };
    const { history } = await trained({ callbacks: [stopper] });
    expect([history.epochs.length, history.stopped]).toEqual([1, "enough"]);
  });

  it("says nothing of stopping when it came to its end", async () => {
    expect((await trained()).history).not.toHaveProperty("stopped");
  });
});

describe("callbacks", () => {
  it("are called in their order and waited for", async () => {
    const calls: string[] = [];
    const callback = (name: string): Callback => {
      const note = (what: string) => async () => {
        calls.push(`${name} starts ${what}`);
        await new Promise((resume) => setTimeout(resume, 1));
        calls.push(`${name} ends ${what}`);
      };
      return {
        onEpochStart: note("epoch"),
        onStep: note("step"),
        onEpochEnd: note("result"),
        onEnd: note("end"),
      };
    };
    await trained({ epochs: 1, batchSize: 100, callbacks: [callback("a"), callback("b")] });
    const expected = ["epoch", "step", "result", "end"].flatMap((what) =>
      ["a", "b"].flatMap((name) => [`${name} starts ${what}`, `${name} ends ${what}`]),
    );
    expect(calls).toEqual(expected);
  });

  it("hear of every step, with its loss and the means so far", async () => {
    const events: object[] = [];
    let [sum, rows] = [0, 0];
    const watcher: Callback = {
      async onStep({ epoch, epochs, step, steps, rows: seen, loss, means }) {
        events.push({ epoch, epochs, step, steps, seen });
        const inStep = seen - rows;
        [sum, rows] = [sum + (await loss()) * inStep, seen];
        expect((await means())["loss"]).toBeCloseTo(sum / rows, 5);
      },
    };
    await trained({ epochs: 1, batchSize: 40, callbacks: [watcher] });
    const each = { epoch: 1, epochs: 1, steps: 3 };
    expect(events).toEqual([40, 80, 100].map((seen, i) => ({ ...each, step: i + 1, seen })));
  });

  it("may throw: training ends with that error, after onEnd of all", async () => {
    const ended: string[] = [];
    const callbacks: Callback[] = [
      { onStep: () => Promise.reject(new Error("disk full")), onEnd: () => void ended.push("a") },
      { onEnd: () => void ended.push("b") },
    ];
    await expect(trained({ callbacks })).rejects.toThrow("disk full");
    expect(ended).toEqual(["a", "b"]);
  });

  it("may throw at the end, too: all hear of it, and the first error is told", async () => {
    const ended: string[] = [];
    const late: Callback = { onEnd: () => Promise.reject(new Error("disk full")) };
    const callbacks: Callback[] = [late, { onEnd: () => void ended.push("b") }];
    await expect(trained({ epochs: 1, callbacks })).rejects.toThrow("disk full");
    callbacks.unshift({ onStep: () => Promise.reject(new Error("no network")) });
    await expect(trained({ callbacks })).rejects.toThrow("no network");
    expect(ended).toEqual(["b", "b"]);
  });
});

const rowsOf = (values: number[], shape: number[]) => ({ data: Float32Array.from(values), shape });
const labelled = (labels: number[], classes?: string[]): Dataset => ({
  inputs: rowsOf([1, 2, 3, 4], [2, 2]),
  targets: { data: Int32Array.from(labels), shape: [labels.length] },
  ...(classes === undefined ? {} : { classes }),
});
const nothing: Dataset = { inputs: rowsOf([], [0, 2]), targets: { data: new Int32Array(0), shape: [0] } };

it.each<[string, Partial<FitOptions>, string]>([
  ["no rows", { data: nothing }, "dataset: no rows; give at least one"],
  ["no rows to validate", { validation: nothing }, "dataset: no rows; give at least one"],
  ["fewer targets than inputs", { data: labelled([1]) }, "dataset: 2 rows of inputs but 1 of targets"],
  ["a label outside the classes it names", { data: labelled([0, 2], ["no", "yes"]) }, "dataset: targets[1] is 2; give the index of a class, 0 to 1"], // prettier-ignore
  ["a label outside the model's classes", { data: labelled([0, 7]), shuffle: false }, "crossEntropy: labels must lie between 0 and 1, or be ignored; softmaxCrossEntropy: label 7"], // prettier-ignore
  ["a target that is NaN", { data: { inputs: rowsOf([1, 2], [1, 2]), targets: rowsOf([NaN], [1, 1]) } }, "dataset: targets[0] is NaN; give finite numbers"], // prettier-ignore
  ["batches of no rows", { batchSize: 0 }, "fit: batchSize must be a whole number above 0, got 0"],
  ["batches of half a row", { batchSize: 0.5 }, "fit: batchSize must be a whole number above 0, got 0.5"],
  ["no epochs", { epochs: 0 }, "fit: epochs must be a whole number above 0, got 0"],
  ["epochs that are NaN", { epochs: NaN }, "fit: epochs must be a whole number above 0, got NaN"],
  [
    "a loss for each row",
    { loss: (p, t) => crossEntropy(p, t, { reduction: "none" }) },
    "backward: needs a single number",
  ],
])("fit refuses %s", async (_, options, message) => {
  await expect(trained(options)).rejects.toThrow(message);
});
