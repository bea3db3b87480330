import { relu } from "@piecewise/activations";
import { xor, type Dataset } from "@piecewise/data";
import { batchNorm1d, dropout, linear, sequential, stateDict, type Layer } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { adam, optimizerState, sgd } from "@piecewise/optimizers";
import {
  log,
  memory,
  mul,
  ones,
  seeded,
  sqrt,
  sub,
  sum,
  tensor,
  where,
  zeros,
  type Tensor,
} from "@piecewise/tensor";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkpoint, fit, replay, stopAtNaN, type Callback, type FitOptions, type Loss } from "../index.ts";

let folder = "";
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "piecewise-"))));
afterEach(() => rm(folder, { recursive: true }));

const data = xor({ count: 20, seed: 0 });
const start = (options: { readonly initializer?: (shape: readonly number[]) => Tensor } = {}) => ({ bias: false, random: seeded(1), ...options }); // prettier-ignore
const withNaN: Dataset = { ...data, inputs: { ...data.inputs, data: Float32Array.from(data.inputs.data, (x, i) => (i === 23 ? NaN : x)) } }; // prettier-ignore

async function stopped(model: Layer, options: Partial<FitOptions> = {}) {
  const optimizer = sgd(model.parameters);
  const given = {
    data,
    loss: crossEntropy,
    optimizer,
    batchSize: 5,
    shuffle: false,
    callbacks: [stopAtNaN()],
  };
  return (await fit(model, { ...given, ...options })).stopped;
}

const rootOfSquares: Loss = (prediction) => sum(sqrt(mul(prediction, 0)));
const later: Loss = (prediction, target) => {
  const value = crossEntropy(prediction, target);
  return mul(value, steps++ >= 6 ? Infinity : 1);
};
let steps = 0;

describe("stopAtNaN names what was wrong first", () => {
  it.each<[string, Layer, Partial<FitOptions>, string]>([
    ["an operation after a layer", sequential(linear(2, 4, start()), (x: Tensor) => log(sub(0, mul(x, x))), linear(4, 2, start())), {}, "in epoch 1, step 1, batch 1: log gave NaN first, after layer 0"],
    ["an operation in a layer", sequential(linear(2, 4, start()), linear(4, 2, start({ initializer: (shape) => mul(ones(shape), 1e38) })), (x: Tensor) => mul(x, 1e38)), {}, "gave"],
    ["an operation of the loss", linear(2, 2, start()), { loss: later, epochs: 2 }, "in epoch 2, step 3, batch 1: mul gave Infinity first, after layer "],
    ["the inputs", linear(2, 2, start()), { data: withNaN }, "in epoch 1, step 3, batch 1: the inputs hold NaN, in row 1"],
    ["the batch of a step that has several", linear(2, 2, start()), { data: withNaN, batchSize: 2, accumulate: 4 }, "in epoch 1, step 2, batch 2: the inputs hold NaN, in row 1"],
    ["a gradient", linear(2, 2, start({ initializer: (shape) => zeros(shape) })), { loss: rootOfSquares }, "in epoch 1, step 1, batch 1: the loss is finite, and the gradient of weight is not"],
    ["weights that are wrong from the start", sequential(linear(2, 2, start({ initializer: (shape) => mul(ones(shape), NaN) }))), {}, "in epoch 1, step 1, 0.weight holds NaN before the step"],
    ["nothing that a mask is meant to put there", sequential(linear(2, 2, start()), (x: Tensor) => where(tensor([true, false]), x, -Infinity), (x: Tensor) => mul(x, 0)), {}, "mul gave NaN first, after layer 0"],
  ])("%s", async (_, model, options, text) => {
    steps = 0;
    const before = memory();
    expect(await stopped(model, options)).toContain(text);
    expect(memory().tensors).toBeLessThanOrEqual(before.tensors);
  }); // prettier-ignore

  it("and nothing where all is well", async () => {
    expect(await stopped(linear(2, 2), { epochs: 2 })).toBeUndefined();
  });
});

const noisy = () => {
  const random = seeded(3);
  return sequential(linear(2, 8, { random }), batchNorm1d(8), relu, dropout(0.5), linear(8, 2, { random }));
};

describe("the model after it", () => {
  it("is as before the step, the optimizer, too", async () => {
    steps = 0;
    const run = async (more: Partial<FitOptions>) => {
      const model = noisy();
      const optimizer = adam(model.parameters);
      await stopped(model, { optimizer, loss: later, epochs: 3, ...more });
      const { tensors, numbers } = optimizerState(optimizer);
      const all = [...Object.values(stateDict(model)), ...Object.values(tensors)];
      return [await Promise.all(all.map((x) => x.data())), numbers];
    };
    const wrong = await run({});
    steps = -100;
    expect(wrong).toEqual(await run({ epochs: undefined!, steps: 6 }));
  });

  it("may be kept in a checkpoint", async () => {
    steps = 0;
    await stopped(noisy(), {
      loss: later,
      epochs: 3,
      callbacks: [stopAtNaN(), checkpoint({ path: folder })],
    });
    const model = noisy();
    const callbacks = [checkpoint({ path: folder })];
    await fit(model, { data, loss: later, optimizer: sgd(model.parameters), batchSize: 5, shuffle: false, epochs: 3, resume: folder, callbacks }); // prettier-ignore
    for (const p of model.parameters) expect((await p.data()).every(Number.isFinite)).toBe(true);
  });
});

describe("replay", () => {
  it("takes the step that was kept once more, with the same numbers drawn", async () => {
    const seen: number[][] = [];
    const exploding: Loss = (prediction, target) => {
      const value = crossEntropy(prediction, target);
      void prediction.data().then((values) => seen.push([...values]));
      return mul(value, steps++ >= 6 ? NaN : 1);
    };
    steps = 0;
    const waits: Callback = { onStep: async ({ loss }) => void (await loss()) };
    const text = await stopped(noisy(), { loss: exploding, epochs: 3, callbacks: [waits, stopAtNaN({ path: folder })] }); // prettier-ignore
    const wrong = seen[6];
    const model = sequential(...Object.values(noisy().inside));
    const before = memory();
    seen.length = 0;
    const found = await replay(model, { path: folder, loss: exploding });
    expect(memory().tensors).toBeLessThanOrEqual(before.tensors);
    expect(seen[0]).toEqual(wrong);
    expect(found).toMatchObject({ operation: "mul", layer: "4", batch: 1 });
    expect(text).toBe(`in epoch 2, step 3, batch 1: ${found!.text}`);
  });

  it("finds nothing where the model is mended", async () => {
    steps = 0;
    await stopped(noisy(), { loss: later, epochs: 3, callbacks: [stopAtNaN({ path: folder })] });
    expect(await replay(noisy(), { path: folder, loss: crossEntropy })).toBeUndefined();
  });

  it("is refused where nothing was kept, and where the model is another", async () => {
    await expect(replay(noisy(), { path: folder, loss: crossEntropy })).rejects.toThrow(`replay: ${folder} has no step that stopAtNaN kept`); // prettier-ignore
    steps = 0;
    await stopped(noisy(), { loss: later, epochs: 3, callbacks: [stopAtNaN({ path: folder })] });
    await expect(replay(linear(2, 2), { path: folder, loss: crossEntropy })).rejects.toThrow("loadStateDict: the state does not fit the model"); // prettier-ignore
  });
});
