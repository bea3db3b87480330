import {
  accuracy,
  adam,
  adamW,
  crossEntropy,
  evaluate,
  fit,
  progressBar,
  seed,
  sgd,
  type Callback,
} from "piecewise";
import { ready, type BackendName, type EpochResult, type Layer, type Optimizer } from "piecewise";
import { activations, type ActivationName } from "./activations.ts";
import { loadData, type DataName, type Splits } from "./data-sets.ts";
import { buildModel, type ModelName } from "./models.ts";
import { nextCharacterAccuracy, nextCharacterLoss, writeText } from "./text.ts";

/** The optimizers by their names on the command line, with the learning rates they start from. */
export const optimizers = {
  sgd: { make: sgd, learningRate: 0.05 },
  adam: { make: adam, learningRate: 0.003 },
  adamw: { make: adamW, learningRate: 0.003 },
} as const;
export type OptimizerName = keyof typeof optimizers;

/** One training run, as the command line describes it. */
export interface RunOptions {
  readonly model: ModelName;
  readonly data: DataName;
  readonly dataDir?: string;
  readonly activation: ActivationName;
  readonly optimizer: OptimizerName;
  readonly learningRate?: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly seed: number;
  readonly backend: BackendName;
}

/** What a run came to. */
export interface RunResult {
  readonly model: ModelName;
  readonly data: DataName;
  readonly parameters: number;
  readonly epochs: number;
  readonly testAccuracy: number;
  /** Time spent in training, without loading and measuring. */
  readonly seconds: number;
  readonly samplesPerSecond: number;
  readonly backend: string;
  /** What a model of text wrote. */
  readonly sample?: string;
}

/** What is made small, and what is reported. */
const goals = {
  text: { loss: nextCharacterLoss, metrics: [nextCharacterAccuracy] },
  other: { loss: crossEntropy, metrics: [accuracy] },
} as const;

/** Trains one model and measures it; `onEpoch` hears of every epoch, and `bar` shows what happens in between. */
export async function run(
  options: RunOptions,
  onEpoch?: (result: EpochResult) => void,
  bar = true,
): Promise<RunResult> {
  const backend = await ready({ backend: options.backend });
  const data = await loadData(options.data, options.dataDir);
  seed(options.seed);
  const model = modelFor(options, data);
  const watcher: Callback = { onEpochEnd: ({ result }) => onEpoch?.(result) };
  const callbacks = bar
    ? [progressBar({ output: process.stderr, title: options.model }), watcher]
    : [watcher];
  const goal = data.kind === "text" ? goals.text : goals.other;
  const { epochs } = await fit(model, {
    ...goal,
    data: data.train,
    validation: data.test,
    optimizer: optimizerFor(options, model),
    epochs: options.epochs,
    batchSize: options.batchSize,
    seed: options.seed,
    callbacks,
  });
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const measured = epochs.at(-1)?.validation ?? (await evaluate(model, data.test, goal));
  return {
    model: options.model,
    data: options.data,
    parameters: model.parameters.reduce((sum, p) => sum + p.size, 0),
    epochs: epochs.length,
    testAccuracy: measured["accuracy"],
    seconds,
    samplesPerSecond: (data.train.inputs.shape[0] * epochs.length) / seconds,
    backend: backend.name,
    ...(data.vocabulary === undefined ? {} : { sample: await sampleOf(model, data, options.seed) }),
  };
}

function modelFor({ model, activation }: RunOptions, { kind, train, classes }: Splits): Layer {
  const inputShape = train.inputs.shape.slice(1);
  return buildModel(model, { kind, inputShape, classes, activation: activations[activation] });
}

/** What the model writes after a line break. */
function sampleOf(model: Layer, { vocabulary, train }: Splits, seed: number): Promise<string> {
  const context = train.inputs.shape[1];
  return writeText(model, {
    vocabulary: vocabulary!,
    start: "\n",
    length: 400,
    context,
    temperature: 0.8,
    seed,
  });
}

function optimizerFor({ optimizer, learningRate }: RunOptions, model: Layer): Optimizer {
  const { make, learningRate: usual } = optimizers[optimizer];
  const rate = { learningRate: learningRate ?? usual };
  return make(model.parameters, optimizer === "sgd" ? { ...rate, momentum: 0.9 } : rate);
}
