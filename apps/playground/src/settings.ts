import { activationNames, type ActivationName } from "./activations.ts";

export const dataNames = ["spirals", "moons", "circles", "xor", "digits"] as const;
export const optimizerNames = ["sgd", "momentum", "rmsprop", "adam", "adamW", "lion"] as const;
export const initializerNames = [
  ...(["default", "kaimingNormal", "xavierNormal", "lecunNormal", "orthogonal"] as const),
  ...(["far too small", "far too large", "zeros"] as const),
];

export type DataName = (typeof dataNames)[number];
export type OptimizerName = (typeof optimizerNames)[number];
export type InitializerName = (typeof initializerNames)[number];

/** A hidden layer: how many units it has, and what they do with their sum. */
export interface LayerSetting {
  readonly units: number;
  readonly activation: ActivationName;
}

/** All that decides a run: the same settings give the same numbers. */
export interface Settings {
  readonly data: DataName;
  readonly layers: readonly LayerSetting[];
  readonly initializer: InitializerName;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly seed: number;
}

export const defaults: Settings = {
  data: "spirals",
  layers: [
    { units: 16, activation: "relu" },
    { units: 16, activation: "relu" },
  ],
  initializer: "kaimingNormal",
  optimizer: "adam",
  learningRate: 0.01,
  batchSize: 32,
  seed: 1,
};

export const mostLayers = 8;

/** What the numbers may be. */
export const limits = {
  units: { least: 1, most: 128 },
  learningRate: { least: 1e-6, most: 100 },
  batchSize: { least: 1, most: 512 },
  seed: { least: 0, most: 1e6 },
} as const;

/** What the generators of rows are asked for: rows to train with, and others to test with. */
export function rowsOf({ data, seed }: Settings) {
  const [training, test] = data === "digits" ? [2000, 300] : [600, 300];
  return { training: { count: training, seed }, test: { count: test, seed: seed + 1_000_003 } };
}

/** How many numbers a row has, and how many classes there are. */
export function sizesOf({ data }: Settings): { readonly inputs: number; readonly classes: number } {
  return data === "digits" ? { inputs: 784, classes: 10 } : { inputs: 2, classes: 2 };
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
  const number = (name: "learningRate" | "batchSize" | "seed") =>
    within(name, Number(given.get(name) ?? NaN)) ?? defaults[name];
  return {
    data: choice("data", dataNames, defaults.data),
    layers: layersIn(given.get("layers")) ?? defaults.layers,
    initializer: choice("initializer", initializerNames, defaults.initializer),
    optimizer: choice("optimizer", optimizerNames, defaults.optimizer),
    learningRate: number("learningRate"),
    batchSize: number("batchSize"),
    seed: number("seed"),
  };
}

/** The number where it is one that the setting can have, else nothing. Only the learning rate need not be whole. */
export function within(name: keyof typeof limits, value: number): number | undefined {
  const { least, most } = limits[name];
  const isFine = value >= least && value <= most && (name === "learningRate" || Number.isInteger(value));
  return isFine ? value : undefined;
}

function layersIn(text: string | null): readonly LayerSetting[] | undefined {
  if (text === "") return [];
  const layers = (text ?? "x").split("_").map((part) => {
    const [size, name] = part.split("-");
    const units = within("units", Number(size));
    const activation = activationNames.find((one) => one === name);
    return units === undefined || activation === undefined ? undefined : { units, activation };
  });
  return layers.length <= mostLayers && isWhole(layers) ? layers : undefined;
}

function isWhole<T>(list: readonly (T | undefined)[]): list is readonly T[] {
  return !list.includes(undefined);
}
