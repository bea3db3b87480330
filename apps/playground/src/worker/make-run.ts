import { circles, digits, moons, spirals, xor } from "piecewise";
import { kaimingNormal, lecunNormal, orthogonal, xavierNormal, zeros } from "piecewise";
import { adam, adamW, flatten, linear, lion, mul, rmsprop, seeded, sequential, sgd, take } from "piecewise";
import type { Dataset, Initializer, Layer, Optimizer, Stage } from "piecewise";
import { activationCalled } from "../activations.ts";
import { rowsOf, sizesOf, type InitializerName, type OptimizerName, type Settings } from "../settings.ts";

export interface SplitData {
  readonly training: Dataset;
  readonly test: Dataset;
}

const generators = { spirals, moons, circles, xor, digits };

/** Rows to train with, and others to test with: the same generator with another seed. */
export function makeData(settings: Settings): SplitData {
  const make = generators[settings.data];
  const { training, test } = rowsOf(settings);
  return { training: make(training), test: make(test) };
}

/** The network of the settings: layers and activations in turn, and a last layer that gives a number for each class. */
export function makeModel(settings: Settings): Layer {
  const { data, layers, initializer, seed } = settings;
  const { inputs, classes } = sizesOf(settings);
  const random = seeded(seed);
  const options = { random, ...initializers[initializer] };
  const sizes = [inputs, ...layers.map(({ units }) => units)];
  const hidden = layers.flatMap(({ units, activation }, i): Stage[] => [
    linear(sizes[i], units, options),
    activationCalled(activation),
  ]);
  const last = linear(sizes[layers.length], classes, options);
  return sequential(...(data === "digits" ? [flatten()] : []), ...hidden, last);
}

export function makeOptimizer({ optimizer, learningRate }: Settings, model: Layer): Optimizer {
  return optimizers[optimizer](model, learningRate);
}

const optimizers: Readonly<Record<OptimizerName, (model: Layer, learningRate: number) => Optimizer>> = {
  sgd: ({ parameters }, learningRate) => sgd(parameters, { learningRate }),
  momentum: ({ parameters }, learningRate) => sgd(parameters, { learningRate, momentum: 0.9 }),
  rmsprop: ({ parameters }, learningRate) => rmsprop(parameters, { learningRate }),
  adam: ({ parameters }, learningRate) => adam(parameters, { learningRate }),
  adamW: ({ parameters }, learningRate) => adamW(parameters, { learningRate }),
  lion: ({ parameters }, learningRate) => lion(parameters, { learningRate }),
};

const scaled =
  (factor: number): Initializer =>
  (shape, options) =>
    mul(kaimingNormal(shape, options), factor);

const initializers: Readonly<Record<InitializerName, { readonly initializer?: Initializer }>> = {
  default: {},
  kaimingNormal: { initializer: kaimingNormal },
  xavierNormal: { initializer: xavierNormal },
  lecunNormal: { initializer: lecunNormal },
  orthogonal: { initializer: orthogonal },
  "far too small": { initializer: scaled(0.05) },
  "far too large": { initializer: scaled(10) },
  zeros: { initializer: (shape) => zeros(shape) },
};

/** The first rows of a dataset. */
export function firstRows(data: Dataset, most: number): Dataset {
  return take(
    data,
    Array.from({ length: Math.min(most, data.inputs.shape[0]) }, (_, row) => row),
  );
}
