import {
  adam,
  conv2d,
  crossEntropy,
  diagnose,
  fit,
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
  type Optimizer,
  type TrainingEvent,
} from "piecewise";
import { training as settings, type Model, type TrainWork } from "../works.ts";
import { labels, numbers } from "./numbers.ts";
import type { Prepared } from "./serve.ts";

/** Training through the function that the work names. */
export function training(work: TrainWork): Prepared {
  const model = models[work.model]();
  const optimizer = optimizers[work.optimizer](model);
  const slots = () => model.parameters.flatMap((p) => [p, ...Object.values(optimizer.slots(p))]);
  const dispose = () => slots().forEach((p) => p.dispose());
  const way = { trainStep: throughTrainStep, fit: throughFit, diagnosed: throughFit }[work.through];
  return { ...way(work, model, optimizer), dispose };
}

const imageShape = (name: Model) => (name === "mlp" ? [784] : [1, 28, 28]);

/** Steps without `fit` around them: a batch becomes tensors, `trainStep`, and everything made on the way is freed. */
function throughTrainStep({ model: name, batch }: TrainWork, model: Layer, optimizer: Optimizer) {
  const shape = [batch, ...imageShape(name)];
  const data = Array.from({ length: settings.batches }, () => ({
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
  return { run };
}

/** `fit`, as users call it: from typed arrays, epoch after epoch, until the time is up. */
function throughFit({ model: name, batch, through }: TrainWork, model: Layer, optimizer: Optimizer) {
  const rows = batch * settings.batches;
  const data = {
    inputs: { data: numbers(rows * 784, 0, 1), shape: [rows, ...imageShape(name)] },
    targets: { data: labels(rows), shape: [rows] },
  };
  const endless = { loss: crossEntropy, optimizer, batchSize: batch, shuffle: false, epochs: 1e9 };
  const looking = through === "diagnosed" ? [diagnose(model)] : [];
  const runFor = async (least: number) => {
    const started = performance.now();
    const time = { iterations: 0, milliseconds: 0 };
    const onStep = ({ stop }: TrainingEvent) => {
      time.iterations++;
      time.milliseconds = performance.now() - started;
      if (time.milliseconds >= least) stop("the time is up");
    };
    await fit(model, { data, ...endless, callbacks: [{ onStep }, ...looking] });
    return { ...time, milliseconds: performance.now() - started };
  };
  return { runFor };
}

export const models: Readonly<Record<Model, () => Layer>> = {
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

const { learningRate, momentum, epsilon } = settings;
export const optimizers = {
  adam: (model: Layer) => adam(model.parameters, { learningRate: learningRate.adam, epsilon }),
  "sgd-momentum": (model: Layer) =>
    sgd(model.parameters, { learningRate: learningRate["sgd-momentum"], momentum }),
};
