import { activationNames, type ActivationName } from "./activation-names.ts";

/** Data that a generator makes, and such as the user brings. */
export const generatedNames = ["spirals", "moons", "circles", "xor", "digits"] as const;
export const ownNames = ["own points", "own drawings", "own files"] as const;
export const dataNames = [...generatedNames, ...ownNames] as const;
export const modelNames = ["mlp", "cnn-lite"] as const;
export const optimizerNames = ["sgd", "momentum", "rmsprop", "adam", "adamW", "lion"] as const;
export const initializerNames = [
  ...(["default", "kaimingNormal", "xavierNormal", "lecunNormal", "orthogonal"] as const),
  ...(["far too small", "far too large", "zeros"] as const),
];
export const backendNames = ["wasm", "js"] as const;

export type GeneratedName = (typeof generatedNames)[number];
export type OwnName = (typeof ownNames)[number];
export type DataName = (typeof dataNames)[number];
export type ModelName = (typeof modelNames)[number];
export type OptimizerName = (typeof optimizerNames)[number];
export type InitializerName = (typeof initializerNames)[number];
export type BackendName = (typeof backendNames)[number];

/** A hidden layer: how many units or filters it has, and what they do with their sum. */
export interface LayerSetting {
  readonly units: number;
  readonly activation: ActivationName;
}

/** All that decides a run: the same settings give the same numbers. */
export interface Settings {
  readonly data: DataName;
  /** In an MLP each hidden layer is linear, in a CNN-lite a convolution of 3 by 3 with pooling of 2 by 2 behind it. */
  readonly model: ModelName;
  readonly layers: readonly LayerSetting[];
  readonly initializer: InitializerName;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly backend: BackendName;
  /** 0 for one on each core but one, which draws the page. */
  readonly threads: number;
}

export const defaults: Settings = {
  data: "spirals",
  model: "mlp",
  layers: [
    { units: 16, activation: "relu" },
    { units: 16, activation: "relu" },
  ],
  initializer: "kaimingNormal",
  optimizer: "adam",
  learningRate: 0.01,
  batchSize: 32,
  seed: 1,
  backend: "wasm",
  threads: 0,
};

/** Each pooling halves an image: of 28 by 28 pixels, 3 by 3 are left after three. */
export const mostLayers: Readonly<Record<ModelName, number>> = { mlp: 8, "cnn-lite": 3 };

/** What the numbers may be. */
export const limits = {
  units: { least: 1, most: 128 },
  learningRate: { least: 1e-6, most: 100 },
  batchSize: { least: 1, most: 512 },
  seed: { least: 0, most: 1e6 },
  threads: { least: 0, most: 64 },
} as const;

export const isOwn = (data: DataName): data is OwnName => ownNames.some((name) => name === data);

/** What the generators of rows are asked for: rows to train with, and others to test with. */
export function rowsOf(data: GeneratedName, seed: number) {
  const [training, test] = data === "digits" ? [2000, 300] : [600, 300];
  return { training: { count: training, seed }, test: { count: test, seed: seed + 1_000_003 } };
}

/** The settings as the part of an address behind `#`. */
export function toHash({ layers, ...rest }: Settings): string {
  const shape = layers.map(({ units, activation }) => `${units}-${activation}`).join("_");
  const texts = Object.entries({ ...rest, layers: shape }).map(([name, value]) => [name, String(value)]);
  return `#${new URLSearchParams(texts).toString()}`;
}

/** The settings that such a part of an address holds. What it lacks, or what makes no sense in it, is as usual. */
export function fromHash(hash: string): Settings {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const choice = <T extends string>(name: string, among: readonly T[], usual: T) =>
    among.find((one) => one === given.get(name)) ?? usual;
  const number = (name: "learningRate" | "batchSize" | "seed" | "threads") =>
    within(name, Number(given.get(name) ?? NaN)) ?? defaults[name];
  const model = choice("model", modelNames, defaults.model);
  return {
    data: choice("data", dataNames, defaults.data),
    model,
    layers: layersIn(given.get("layers"), mostLayers[model]) ?? defaults.layers,
    initializer: choice("initializer", initializerNames, defaults.initializer),
    optimizer: choice("optimizer", optimizerNames, defaults.optimizer),
    learningRate: number("learningRate"),
    batchSize: number("batchSize"),
    seed: number("seed"),
    backend: choice("backend", backendNames, defaults.backend),
    threads: number("threads"),
  };
}

/** The number where it is one that the setting can have, else nothing. Only the learning rate need not be whole. */
export function within(name: keyof typeof limits, value: number): number | undefined {
  const { least, most } = limits[name];
  const isFine = value >= least && value <= most && (name === "learningRate" || Number.isInteger(value));
  return isFine ? value : undefined;
}

function layersIn(text: string | null, most: number): readonly LayerSetting[] | undefined {
  if (text === "") return [];
  const layers = (text ?? "x").split("_").map((part) => {
    const [size, name] = part.split("-");
    const units = within("units", Number(size));
    const activation = activationNames.find((one) => one === name);
    return units === undefined || activation === undefined ? undefined : { units, activation };
  });
  return layers.length <= most && isWhole(layers) ? layers : undefined;
}

function isWhole<T>(list: readonly (T | undefined)[]): list is readonly T[] {
  return !list.includes(undefined);
}
