import { backward, crossEntropy, js, scope, tensor, trainStep, useBackend, type Layer } from "piecewise";
import { beforeAll, describe, expect, it } from "vitest";
import type { Model } from "../../works.ts";
import { labels, numbers } from "../numbers.ts";
import { models, optimizers } from "../piecewise-training.ts";
import { cnnLite } from "./cnn-lite.ts";
import { classes, paddedClasses } from "./cross-entropy.ts";
import { mlp } from "./mlp.ts";
import { network, type Network } from "./network.ts";

const rows = 7;
const images = numbers(rows * 784, 0, 1);
const targets = labels(rows);
const architectures = { mlp, "cnn-lite": cnnLite };
/** What tells the order of weights: from how many channels or inputs the layers with parameters take their numbers. */
const table: readonly (readonly [name: keyof typeof architectures, channels: readonly number[]])[] = [
  ["mlp", [784, 128, 64]],
  ["cnn-lite", [1, 8, 16]],
];

/** Where a number of ours, with channels first, stands in a matrix written by hand, with channels last. */
function place(size: number, at: number, stride: number, channels: number): number {
  const [output, input, positions] = [Math.floor(at / size), at % size, size / channels];
  return ((input % positions) * channels + Math.floor(input / positions)) * stride + output;
}

/** A parameter or gradient of a network, laid out as ours of so many numbers is. */
function asOurs(
  { layers, numbers: read }: Network,
  index: number,
  part: "value" | "gradient",
  channels: number,
) {
  const layer = layers[index >> 1];
  const inputs = layer.weight.value.size / layer.outputs;
  const outputs = layer.outputs === paddedClasses ? classes : layer.outputs;
  if (index % 2 === 1) return read(layer.bias[part]).slice(0, outputs);
  const matrix = read(layer.weight[part]);
  return Float32Array.from(
    { length: inputs * outputs },
    (_, at) => matrix[place(inputs, at, layer.outputs, channels)],
  );
}

function batchFor(name: Model) {
  const shape = name === "mlp" ? [rows, 784] : [rows, 1, 28, 28];
  return { inputs: tensor(images, { shape }), targets: tensor(targets) };
}

/** Our model with the weights of the other. */
function sameModel(name: Model, other: Network, channels: readonly number[]): Layer {
  const model = models[name]();
  model.parameters.forEach((parameter, i) =>
    parameter.assign(tensor(asOurs(other, i, "value", channels[i >> 1]), { shape: parameter.shape })),
  );
  return model;
}

beforeAll(() => useBackend(js()));

describe.each(table)("%s written by hand", (name, channels) => {
  it("finds our gradients, for the same weights and batch", async () => {
    const other = network(architectures[name], rows, "adam");
    const model = sameModel(name, other, channels);
    const { inputs, targets: wanted } = batchFor(name);
    const gradients = backward(crossEntropy(model(inputs), wanted));
    other.train(other.place(images, targets));
    for (const [i, parameter] of model.parameters.entries()) {
      const expected = await gradients.of(parameter).data();
      const actual = asOurs(other, i, "gradient", channels[i >> 1]);
      expect(actual).toHaveLength(expected.length);
      expect(Math.max(...actual.map((value, at) => Math.abs(value - expected[at])))).toBeLessThan(1e-4);
    }
  });

  it.each(["adam", "sgd-momentum"] as const)("with %s has our losses in its first steps", async (rule) => {
    const other = network(architectures[name], rows, rule);
    const model = sameModel(name, other, channels);
    const optimizer = optimizers[rule](model);
    const batch = other.place(images, targets);
    for (let step = 0; step < 5; step++) {
      other.train(batch);
      const loss = scope(() => trainStep(model, batchFor(name), { loss: crossEntropy, optimizer }));
      expect(Math.abs(other.loss() - (await loss.item()))).toBeLessThan(1e-4);
    }
  });

  it("learns a batch by heart", () => {
    const { train, place, loss } = network(architectures[name], rows, "adam");
    const batch = place(images, targets);
    train(batch);
    const first = loss();
    for (let step = 0; step < 100; step++) train(batch);
    expect(loss()).toBeLessThan(first / 10);
  });
});
