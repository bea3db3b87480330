import {
  adam,
  conv2d,
  crossEntropy,
  flatten,
  linear,
  maxPool2d,
  relu,
  scope,
  sequential,
  sgd,
  tensor,
  trainStep,
  type Layer,
} from "piecewise";
import { training, type Model, type TrainWork } from "../works.ts";
import { labels, numbers } from "./numbers.ts";
import type { Prepared } from "./serve.ts";

/** Steps as `fit` takes them: a batch becomes tensors, `trainStep`, and everything made on the way is freed. */
export function trainSteps({ model: name, batch, optimizer: rule }: TrainWork): Prepared {
  const model = models[name]();
  const optimizer = optimizers[rule](model);
  const shape = name === "mlp" ? [batch, 784] : [batch, 1, 28, 28];
  const data = Array.from({ length: training.batches }, () => ({
    inputs: numbers(batch * 784, 0, 1),
    targets: labels(batch),
  }));
  let step = 0;
  const run = () =>
    scope(() => {
      const { inputs, targets } = data[step++ % data.length];
      const tensors = { inputs: tensor(inputs, { shape }), targets: tensor(targets) };
      trainStep(model, tensors, { loss: crossEntropy, optimizer });
    });
  const slots = () => model.parameters.flatMap((p) => [p, ...Object.values(optimizer.slots(p))]);
  return { run, dispose: () => slots().forEach((p) => p.dispose()) };
}

const models: Readonly<Record<Model, () => Layer>> = {
  mlp: () => sequential(linear(784, 128), relu, linear(128, 64), relu, linear(64, 10)),
  "cnn-lite": () =>
    sequential(
      ...[conv2d(1, 8, { kernelSize: 3, padding: 1 }), relu, maxPool2d(2)],
      ...[conv2d(8, 16, { kernelSize: 3, padding: 1 }), relu, maxPool2d(2)],
      ...[flatten(), linear(784, 10)],
    ),
  "cnn-large": () =>
    sequential(
      ...[conv2d(1, 32, { kernelSize: 3, padding: 1 }), relu],
      ...[conv2d(32, 64, { kernelSize: 3, padding: 1 }), relu, maxPool2d(2)],
      ...[flatten(), linear(12544, 128), relu, linear(128, 10)],
    ),
};

const { learningRate, momentum, epsilon } = training;
const optimizers = {
  adam: (model: Layer) => adam(model.parameters, { learningRate: learningRate.adam, epsilon }),
  "sgd-momentum": (model: Layer) =>
    sgd(model.parameters, { learningRate: learningRate["sgd-momentum"], momentum }),
};
