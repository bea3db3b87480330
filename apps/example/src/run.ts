import { join } from "node:path";
import {
  adam,
  adamW,
  checkpoint,
  csvLogger,
  evaluate,
  fit,
  oneCycle,
  progressBar,
  rotate,
  seed,
  sgd,
  shift,
  tensorBoard,
} from "piecewise";
import {
  ready,
  type Augmentation,
  type Callback,
  type BackendName,
  type EpochResult,
  type Layer,
  type Optimizer,
} from "piecewise";
import type { ActivationName } from "./activations.ts";
import { loadData, type Splits } from "./data-sets.ts";
import { goalOf } from "./goals.ts";
import type { ModelName } from "./models.ts";
import { modelFor, saveModel, type About } from "./saved-model.ts";
import { writeText } from "./text.ts";

/** The optimizers by their names on the command line, with the learning rates they start from. */
export const optimizers = {
  sgd: { make: sgd, learningRate: 0.05 },
  adam: { make: adam, learningRate: 0.003 },
  adamw: { make: adamW, learningRate: 0.003 },
} as const;
export type OptimizerName = keyof typeof optimizers;

/** How the learning rate changes: not at all, or up to its value and then down to almost nothing. */
export const schedules = ["constant", "one-cycle"] as const;
export type ScheduleName = (typeof schedules)[number];

/** One training run, as the command line describes it. */
export interface RunOptions {
  readonly model: ModelName;
  /** The name of a data set, or a .csv file. */
  readonly data: string;
  readonly dataDir?: string;
  /** The column of a .csv file to predict. */
  readonly target?: string;
  readonly activation: ActivationName;
  readonly optimizer: OptimizerName;
  readonly learningRate?: number;
  readonly schedule: ScheduleName;
  /** Whether images are shifted and turned a little, anew in each epoch. */
  readonly augment?: boolean;
  readonly batchSize: number;
  readonly epochs: number;
  readonly seed: number;
  readonly backend: BackendName;
  /** How many threads; as many as there are cores unless given. */
  readonly threads?: number;
  /** Where to write the model. */
  readonly save?: string;
  /** A folder of checkpoints: goes on from the last one there, and keeps one after each epoch. */
  readonly resume?: string;
  /** A folder for a table of the epochs, and for TensorBoard. */
  readonly logDir?: string;
}

/** Who hears of a run while it goes on. */
export interface Listener {
  /** Which activation the output has, and why. */
  readonly onStart?: (explanation: string) => void;
  readonly onEpoch?: (result: EpochResult) => void;
  /** Whether to show a progress bar; it is shown unless this is false. */
  readonly bar?: boolean;
}

/** What a run came to. */
export interface RunResult {
  readonly model: ModelName;
  readonly data: string;
  readonly parameters: number;
  readonly epochs: number;
  /** What was measured on data that it has not seen, such as `accuracy`. */
  readonly metric: string;
  readonly tested: number;
  /** Time spent in training, without loading and measuring. */
  readonly seconds: number;
  readonly samplesPerSecond: number;
  readonly backend: string;
  /** What a model of text wrote. */
  readonly sample?: string;
}

/** Trains one model and measures it. */
export async function run(options: RunOptions, listener: Listener = {}): Promise<RunResult> {
  const { threads } = options;
  const backend = await ready({ backend: options.backend, ...(threads === undefined ? {} : { threads }) });
  const data = await loadData(options.data, options);
  const { outputs, loss, metrics, explanation } = goalOf(data);
  seed(options.seed);
  const about = aboutOf(options, data, outputs);
  const model = modelFor(about);
  listener.onStart?.(explanation);
  const { epochs } = await fit(model, {
    ...{ loss, metrics, data: data.train, validation: data.test },
    ...{ epochs: options.epochs, batchSize: options.batchSize, seed: options.seed },
    optimizer: optimizerFor(options, model, data.train.inputs.shape[0]),
    callbacks: callbacksFor(options, listener),
    ...(options.augment === true ? { augment: augmentationsFor(data) } : {}),
    ...(options.resume === undefined ? {} : { resume: options.resume }),
  });
  if (options.save !== undefined) await saveModel(options.save, model, about);
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const measured = epochs.at(-1)?.validation ?? (await evaluate(model, data.test, { loss, metrics }));
  const [{ name: metric }] = metrics;
  return {
    ...{ model: options.model, data: options.data },
    parameters: model.parameters.reduce((sum, p) => sum + p.size, 0),
    ...{ epochs: epochs.length, metric, tested: measured[metric] },
    seconds,
    samplesPerSecond: (data.train.inputs.shape[0] * epochs.length) / seconds,
    backend: backend.name,
    ...(data.vocabulary === undefined ? {} : { sample: await sampleOf(model, data, options.seed) }),
  };
}

function aboutOf({ model, activation, data, target }: RunOptions, splits: Splits, outputs: number): About {
  const { kind, classes, features, scale } = splits;
  return {
    ...{ model, activation, data, kind, outputs, inputShape: splits.train.inputs.shape.slice(1) },
    ...(classes === undefined ? {} : { classes }),
    ...(target === undefined ? {} : { target }),
    ...(features === undefined || scale === undefined ? {} : { features, scale }),
  };
}

function callbacksFor({ model, resume, logDir }: RunOptions, { onEpoch, bar = true }: Listener): Callback[] {
  return [
    ...(bar ? [progressBar({ output: process.stderr, title: model })] : []),
    ...(logDir === undefined ? [] : [csvLogger(join(logDir, "epochs.csv")), tensorBoard(logDir)]),
    { onEpochEnd: ({ result }) => onEpoch?.(result) },
    ...(resume === undefined ? [] : [checkpoint({ path: resume })]),
  ];
}

/** What a picture may go through and still show the same. */
function augmentationsFor({ kind }: Splits): Augmentation[] {
  if (kind === "images") return [shift(1), rotate(5)];
  throw new Error(`--augment shifts and turns images, and has nothing for ${kind}; leave it away`);
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

function optimizerFor(options: RunOptions, model: Layer, rows: number): Optimizer {
  const { make, learningRate: usual } = optimizers[options.optimizer];
  const highest = options.learningRate ?? usual;
  const steps = options.epochs * Math.ceil(rows / options.batchSize);
  const learningRate = options.schedule === "constant" ? highest : oneCycle({ maximum: highest, steps });
  return make(
    model.parameters,
    options.optimizer === "sgd" ? { learningRate, momentum: 0.9 } : { learningRate },
  );
}
