import { relu } from "@piecewise/activations";
import { xor, type Dataset } from "@piecewise/data";
import {
  batchNorm2d,
  conv2d,
  dropout,
  flatten,
  linear,
  maxPool2d,
  sequential,
  type Layer,
} from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { adam, sgd } from "@piecewise/optimizers";
import { memory, mul, scope, tensor, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { accuracy, evaluate, fit, predict, toTensors, trainStep, type FitOptions } from "./index.ts";

const points = xor({ count: 200, seed: 1 });
const images = { inputs: { ...points.inputs, shape: [25, 1, 4, 4] }, targets: { data: points.targets.data.slice(0, 25), shape: [25] } }; // prettier-ignore
const mlp = sequential(linear(2, 8), relu, dropout(0.5), linear(8, 2));
const cnn = sequential(conv2d(1, 2, { kernelSize: 3, padding: "same" }), batchNorm2d(2), relu, maxPool2d(2), flatten(), linear(8, 2)); // prettier-ignore

const pixels = { ...images, inputs: { data: new Float32Array(400).fill(0.5), shape: [25, 1, 4, 4] } };
const optionsFor = (model: Layer): FitOptions & { readonly data: Dataset } => ({
  ...(model === mlp ? { data: points, epochs: 1 } : { data: pixels, epochs: 8 }),
  ...{ loss: crossEntropy, optimizer: adam(model.parameters), batchSize: 1, metrics: [accuracy] },
});

describe.each([
  ["an MLP with dropout", mlp],
  ["a CNN with batch normalisation", cnn],
] as const)("%s", (_, model) => {
  const options = optionsFor(model);

  it("holds as much memory after 200 steps of fit as before", async () => {
    const before = memory();
    const { epochs } = await fit(model, { ...options, validation: options.data });
    expect(epochs).toHaveLength(options.epochs!);
    expect(memory()).toEqual(before);
  });

  it("holds as much memory after 200 calls of trainStep in a scope as before", () => {
    const before = memory();
    for (let i = 0; i < 200; i++) scope(() => void trainStep(model, toTensors(options.data), options));
    expect(memory()).toEqual(before);
  });

  it("holds the loss alone after a trainStep whose batch is freed", () => {
    const before = memory();
    const batch = toTensors(options.data);
    const loss = trainStep(model, batch, options);
    batch.inputs.dispose();
    batch.targets.dispose();
    expect(memory().tensors).toBe(before.tensors + 1);
    loss.dispose();
    expect(memory()).toEqual(before);
  });

  it("holds no more after evaluate, and the output alone after predict", async () => {
    const before = memory();
    await evaluate(model, options.data, { loss: crossEntropy, metrics: [accuracy], batchSize: 7 });
    expect(memory()).toEqual(before);
    const output = predict(model, options.data.inputs, { batchSize: 7 });
    expect(memory().tensors).toBe(before.tensors + 1);
    output.dispose();
    expect(memory()).toEqual(before);
  });

  it.each<[string, Partial<FitOptions>]>([
    ["the loss", { loss: (p, t) => (mul(p, p), t.shape.length > 0 && fail(), crossEntropy(p, t)) }],
    ["a callback", { callbacks: [{ onStep: fail }] }],
    ["a metric", { metrics: [{ name: "broken", total: () => tensor([fail()]) }] }],
  ])("holds no more after %s threw", async (_, broken) => {
    const before = memory();
    await expect(fit(model, { ...options, ...broken })).rejects.toThrow("broken");
    expect(memory()).toEqual(before);
  });
});

describe.each<Partial<FitOptions>>([
  { batchSize: 3, accumulate: 3 },
  { batchSize: 3, clip: { norm: 1 } },
  { batchSize: 3, clip: { value: 1 }, accumulate: 2 },
  { batchSize: 3, classWeights: [1, 2], validateEvery: { steps: 2 }, validation: points },
])("with %o", (options) => {
  const model = sequential(linear(2, 8), relu, dropout(0.5), linear(8, 2));
  const optimizer = sgd(model.parameters);

  it("memory is the same after training as before, also when it fails", async () => {
    const before = memory();
    await fit(model, { data: points, loss: crossEntropy, optimizer, epochs: 3, ...options });
    expect(memory()).toEqual(before);
    let calls = 0;
    const fails = (p: Tensor, t: Tensor, given: object = {}) => {
      if (++calls > 4) throw new Error("broken");
      return crossEntropy(p, t, given);
    };
    await expect(fit(model, { data: points, loss: fails, optimizer, ...options })).rejects.toThrow("broken");
    expect(memory()).toEqual(before);
    const batch = scope(() => toTensors(points));
    scope(() => void trainStep(model, [batch, batch], { loss: crossEntropy, optimizer, clip: { norm: 1 } }));
    batch.inputs.dispose();
    batch.targets.dispose();
    expect(memory()).toEqual(before);
  });
});

function fail(): never {
  throw new Error("broken");
}
