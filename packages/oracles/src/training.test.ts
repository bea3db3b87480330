import { js } from "@piecewise/backend-js";
import { wasm } from "@piecewise/backend-wasm";
import { relu } from "@piecewise/activations";
import { batches, mnist, type Dataset } from "@piecewise/data";
import { conv2d, flatten, linear, maxPool2d, namedParameters, sequential } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { adam, sgd } from "@piecewise/optimizers";
import { backward, scope, tensor, useBackend, type Parameter } from "@piecewise/tensor";
import { fit, trainStep, type Callback, type TensorBatch } from "@piecewise/training";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { difference } from "./difference.ts";
import type { FloatType } from "./judgement.ts";
import { mnistFiles } from "./mnist-files.ts";
import { readFixture, readTensors } from "./read.ts";

interface TrainingCase {
  readonly id: string;
  readonly model: "mlp" | "cnn";
  readonly optimizer: "SGD" | "Adam";
  readonly options: { readonly lr: number; readonly momentum?: number };
}

const batchSize = 64;
const epochs = 2;
type Options = { readonly dtype: FloatType };
const { cases } = await readFixture<{ cases: readonly TrainingCase[] }>("training");
const read = await readTensors("training");
const initial = {
  mlp: await readTensors("training_mlp_init"),
  cnn: await readTensors("training_cnn_init"),
};

/** The models, with the names that PyTorch's has for the stages that carry parameters. */
const models = {
  mlp: (options: Options) => ({
    model: sequential(
      flatten(),
      linear(784, 128, options),
      relu,
      linear(128, 64, options),
      relu,
      linear(64, 10, options),
    ),
    stages: { fc1: 1, fc2: 3, fc3: 5 },
  }),
  cnn: (options: Options) => ({
    model: sequential(
      conv2d(1, 8, { ...options, kernelSize: 3, padding: 1 }),
      relu,
      maxPool2d(2),
      conv2d(8, 16, { ...options, kernelSize: 3, padding: 1 }),
      relu,
      maxPool2d(2),
      flatten(),
      linear(784, 10, options),
    ),
    stages: { conv1: 0, conv2: 3, fc: 7 },
  }),
};

const makers = {
  SGD: (parameters: readonly Parameter[], { lr, momentum = 0 }: TrainingCase["options"]) =>
    sgd(parameters, { learningRate: lr, momentum }),
  Adam: (parameters: readonly Parameter[], { lr }: TrainingCase["options"]) =>
    adam(parameters, { learningRate: lr }),
};

/** The model with PyTorch's first weights, its parameters by PyTorch's names, and an optimizer. */
function start({ model: kind, optimizer, options }: TrainingCase, dtype: FloatType) {
  const { model, stages } = models[kind]({ dtype });
  const named = namedParameters(model);
  const parameters = Object.entries(stages).flatMap(([name, at]) =>
    ["weight", "bias"].map((role) => [`${name}.${role}`, named.get(`${at}.${role}`)!] as const),
  );
  for (const [name, p] of parameters) {
    const { data, shape } = initial[kind](name)!;
    p.assign(tensor(data, { shape, dtype }));
  }
  return { model, parameters, optimizer: makers[optimizer](model.parameters, options) };
}

/** The batches of an epoch, in the order of the file: float32(pixel) / 255 as in the fixture, then float64. */
function allBatches(data: Dataset): TensorBatch[] {
  return [...batches(data, { size: batchSize })].map(({ inputs, targets }) => ({
    inputs: tensor(inputs.data, { shape: inputs.shape, dtype: "float64" }),
    targets: tensor(targets.data, { shape: targets.shape }),
  }));
}

const files = mnistFiles();

describe.skipIf(files === undefined)("training on MNIST", () => {
  const near = { absolute: 1e-12, relative: 1e-9 };
  let data: Dataset;
  let epoch: TensorBatch[] = [];
  beforeAll(async () => {
    data = await mnist("train", { ...files, limit: 2048 });
    epoch = allBatches(data);
  });

  it.each(cases)("$id: the first gradients are PyTorch's", async (c) => {
    const { model, parameters } = start(c, "float64");
    const gradients = scope(() => backward(crossEntropy(model(epoch[0].inputs), epoch[0].targets)));
    for (const [name, p] of parameters) {
      const got = await gradients.of(p).data();
      const all = read(`${c.id}|grad1_64.${name}`);
      const wrong =
        all === undefined
          ? difference(sums(got), read(`${c.id}|grad1sum64.${name}`)!.data, near)
          : difference(got, all.data, near);
      expect(wrong, name).toBeUndefined();
    }
  });

  it.each(cases)("$id: all losses are PyTorch's in float64, two epochs long", async (c) => {
    const { model, optimizer } = start(c, "float64");
    const losses: number[] = [];
    for (const batch of Array.from({ length: epochs }, () => epoch).flat())
      losses.push(await trainStep(model, batch, { loss: crossEntropy, optimizer }).item());
    expect(losses).toHaveLength(64);
    expect(difference(losses, expected(c), { absolute: 1e-8, relative: 0 })).toBeUndefined();
  });

  const onEachBackend = cases.flatMap((c) => (["js", "wasm"] as const).map((backend) => ({ ...c, backend })));
  it.each(onEachBackend)("$id: fit comes the same way in float32 on $backend, two epochs long", async (c) => {
    if (c.backend === "js") useBackend(js());
    else await useTwoThreads();
    const { model, optimizer } = start(c, "float32");
    const losses: number[] = [];
    const note: Callback = { onStep: async ({ loss }) => void losses.push(await loss()) };
    const options = { data, loss: crossEntropy, optimizer, batchSize, epochs, shuffle: false };
    await fit(model, { ...options, callbacks: [note] });
    expect(difference(losses, expected(c), { absolute: 1e-5, relative: 0 })).toBeUndefined();
  });
});

/** Workers need a moment to start. */
async function useTwoThreads(): Promise<void> {
  const backend = wasm({ threads: 2 });
  await vi.waitUntil(() => backend.threads === 2, 10_000);
  useBackend(backend);
}

const expected = ({ id }: TrainingCase) => read(`${id}|losses64`)!.data;

/** What the fixture has of a large gradient: its sum, and those of its magnitudes and of its squares. */
function sums(values: ArrayLike<number>): number[] {
  return [(x: number) => x, Math.abs, (x: number) => x * x].map((f) =>
    Array.from(values).reduce((sum, x) => sum + f(x), 0),
  );
}
