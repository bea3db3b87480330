/** What is measured. */
export type Work = ServedWork | ProgramWork;
export type Unit = ServedWork["unit"] | ProgramWork["unit"];

/** What a peer's process does again and again; `amount` is how much one run does: GFLOP, GB, or one step. */
export type ServedWork = Operation | Training;
export type Operation = Speed & (Gemm | Convolution | MapWork | SumWork | SoftmaxWork);
export type Training = Speed & (TrainWork | LayerWork);

interface Speed {
  readonly name: string;
  readonly unit: "GFLOP/s" | "GB/s" | "steps/s";
  readonly amount: number;
  /** The peers that can do it, by their names; all unless given. */
  readonly peers?: RegExp;
}

/** What is measured on a whole program that trains an MLP; the less, the better. */
export type ProgramWork = FirstStep | Bundle;

/** From the start of a process to the end of its first training step. */
export interface FirstStep {
  readonly name: string;
  readonly kind: "first-step";
  readonly unit: "ms";
}

/** How large the program is for a browser. */
export interface Bundle {
  readonly name: string;
  readonly kind: "bundle";
  readonly unit: "kB gzip";
}

/** [m, k] · [k, n]; a transposed operand is stored the other way round. */
export interface Gemm {
  readonly kind: "gemm";
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** A 3×3 convolution with padding 1 over a batch of square images. */
export interface Convolution {
  readonly kind: "conv";
  readonly batch: number;
  readonly size: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly direction: Direction;
}

export interface MapWork {
  readonly kind: "map";
  readonly operation: MapOperation;
  readonly size: number;
}

export interface SumWork {
  readonly kind: "sum";
  readonly size: number;
}

export interface SoftmaxWork {
  readonly kind: "softmax";
  readonly rows: number;
  readonly columns: number;
}

/** Steps of training on images of 784 numbers and 10 classes, with cross-entropy. */
export interface TrainWork {
  readonly kind: "train";
  readonly model: Model;
  readonly batch: number;
  readonly optimizer: "adam" | "sgd-momentum";
  /** Which of our functions takes the steps, `fit` also with `diagnose`; other libraries do the same with the first two. */
  readonly through: "trainStep" | "fit" | "diagnosed";
}

/** Steps of training on one layer: forward, backward, and gradient descent on the mean of the squared outputs. */
export interface LayerWork {
  readonly kind: "layer";
  readonly layer: LayerName;
}

/** The sizes of the layers, the same for all peers. */
export const layers = {
  "layer-norm": { rows: 2048, width: 256 },
  softmax: { rows: 2048, width: 256 },
  embedding: { batch: 32, length: 64, words: 1000, width: 128 },
  attention: { batch: 16, length: 64, width: 128, heads: 4 },
  lstm: { batch: 32, length: 32, inputs: 64, width: 128 },
} as const;
export type LayerName = keyof typeof layers;

export type Direction = "forward" | "by-input" | "by-weight";
export type MapOperation = "add" | "relu" | "exp" | "tanh" | "gelu" | "sigmoid";
/**
 * mlp: 784-128-64-10 with ReLU. cnn-lite: conv 8, pool, conv 16, pool, dense 10. cnn-large: conv 32, conv 64, pool,
 * dense 128, dense 10. Convolutions are 3×3 with padding 1 and ReLU.
 */
export type Model = "mlp" | "cnn-lite" | "cnn-large";

/** How training is set, the same for all peers. */
export const training = {
  batches: 8,
  learningRate: { adam: 0.001, "sgd-momentum": 0.01 },
  momentum: 0.9,
  epsilon: 1e-7,
} as const;
/** Of gradient descent on one layer. */
export const layerLearningRate = 0.01;

const forms = ["nn", "tn", "nt", "tt"] as const;
const inTraining = [
  [32, 784, 128, "nn"],
  [784, 32, 128, "tn"],
  [32, 128, 784, "nt"],
  [128, 784, 128, "nn"],
  [784, 128, 128, "tn"],
  [128, 128, 784, "nt"],
] as const;
const images = [
  [28, 1, 8],
  [28, 8, 16],
  [14, 16, 32],
] as const;

/** Everything that can be measured, in the order in which it is. */
export const works: readonly Work[] = [
  ...[64, 128, 256, 512, 1024].flatMap((n) => forms.map((form) => gemm(`gemm/${n}/${form}`, n, n, n, form))),
  ...inTraining.map(([m, k, n, form]) => gemm(`gemm/${m}x${k}x${n}/${form}`, m, k, n, form)),
  ...images.flatMap(([size, inputs, outputs]) =>
    (["forward", "by-input", "by-weight"] as const).map((way) => convolution(size, inputs, outputs, way)),
  ),
  ...(["add", "relu", "exp", "tanh", "gelu", "sigmoid"] as const).map(map),
  gigabytes("reduce/sum/1e6", 1e6, { kind: "sum", size: 1e6 }),
  gigabytes("softmax/1024x1000", 2 * 1024 * 1000, { kind: "softmax", rows: 1024, columns: 1000 }),
  ...[32, 128].flatMap((batch) => [...train("mlp", batch, "adam"), ...train("mlp", batch, "sgd-momentum")]),
  ...train("cnn-lite", 32, "adam"),
  ...train("cnn-lite", 128, "adam"),
  ...train("cnn-large", 64, "adam"),
  ...(Object.keys(layers) as LayerName[]).map(layer),
  { name: "first-step/mlp", kind: "first-step", unit: "ms" },
  { name: "bundle/mlp-sgd", kind: "bundle", unit: "kB gzip" },
];

/** Whether little of it is good: time and size, as against speed. */
export const lessIsBetter = (unit: Unit): boolean => unit === "ms" || unit === "kB gzip";

export const isServed = (work: Work): work is ServedWork =>
  work.kind !== "first-step" && work.kind !== "bundle";

/** The work of that name, for a peer's process. */
export function workNamed(name: string): ServedWork {
  const found = works.filter(isServed).find((work) => work.name === name);
  if (found === undefined) throw new Error(`there is no work ${name}`);
  return found;
}

function gemm(name: string, m: number, k: number, n: number, form: (typeof forms)[number]): Operation {
  const transposed = { transposeA: form[0] === "t", transposeB: form[1] === "t" };
  return { name, unit: "GFLOP/s", amount: (2 * m * k * n) / 1e9, kind: "gemm", m, k, n, ...transposed };
}

function convolution(size: number, inputs: number, outputs: number, direction: Direction): Operation {
  const batch = 32;
  return {
    name: `conv/${size}x${size}x${inputs}-${outputs}/${direction}`,
    unit: "GFLOP/s",
    amount: (2 * batch * size * size * 9 * inputs * outputs) / 1e9,
    ...{ kind: "conv", batch, size, inputs, outputs, direction },
  };
}

function map(operation: MapOperation): Operation {
  const buffers = operation === "add" ? 3 : 2;
  return gigabytes(`map/${operation}/1e6`, buffers * 1e6, { kind: "map", operation, size: 1e6 });
}

/** Numbers read and written count four bytes each. */
function gigabytes(name: string, numbers: number, work: MapWork | SumWork | SoftmaxWork): Operation {
  return { name, unit: "GB/s", amount: (4 * numbers) / 1e9, ...work };
}

function layer(name: LayerName): Training {
  return { name: `layer/${name}`, unit: "steps/s", amount: 1, kind: "layer", layer: name };
}

/** The same steps three times: through `trainStep`, through `fit`, and through `fit` with `diagnose` looking into some of them. */
function train(model: Model, batch: number, optimizer: TrainWork["optimizer"]): readonly Training[] {
  const steps = { unit: "steps/s", amount: 1, kind: "train", model, batch, optimizer } as const;
  const name = `${model}/b${batch}/${optimizer}`;
  return [
    { name: `train/${name}`, ...steps, through: "trainStep" },
    { name: `fit/${name}`, ...steps, through: "fit" },
    { name: `diagnosed/${name}`, ...steps, through: "diagnosed", peers: /^piecewise/ },
  ];
}
