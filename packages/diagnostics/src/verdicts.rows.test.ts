import { elu, gelu, hardtanh, leakyRelu, relu, relu6, selu, sigmoid, silu, softmax, tanh } from "@piecewise/activations"; // prettier-ignore
import {
  batchNorm1d,
  batchNorm2d,
  conv2d,
  flatten,
  freeze,
  kaimingNormal,
  layerNorm,
  lecunNormal,
  linear,
  maxPool2d,
  residual,
  sequential,
  transformerEncoderLayer,
  xavierNormal,
  type Initializer,
  type Layer,
  type Stage,
} from "@piecewise/layers";
import { binaryCrossEntropyWithLogits, meanSquaredError } from "@piecewise/losses";
import { adam, sgd, type Optimizer } from "@piecewise/optimizers";
import { add, argmax, full, greater, matmul, mean, mul, normal, seeded, oneHot, reshape, tanh as bend, cast, uniform } from "@piecewise/tensor"; // prettier-ignore
import type { Loss, TensorBatch } from "@piecewise/training";
import type { Random, Shape, Tensor } from "@piecewise/tensor";

/** A training that is looked into, and the verdicts that name its trouble: `code/cause`; "healthy" where there is none. */
export interface Patient {
  readonly name: string;
  readonly expected: readonly string[];
  readonly model: () => Layer;
  readonly optimizer?: (model: Layer) => Optimizer;
  readonly loss?: Loss;
  readonly batch?: (random: Random) => TensorBatch;
}

const features = 20;
const classes = 4;
const rows = 64;

/** Which of four regions, bent ones, a point of the normal distribution lies in. */
export function regions(random: Random): TensorBatch {
  const inputs = normal([rows, features], { random });
  return { inputs, targets: argmax(teacher(inputs), { axis: 1 }) };
}

/** What the network should find out: the same one for all patients. */
function teacher(inputs: Tensor): Tensor {
  const random = seeded(99);
  const [first, second] = [normal([features, 8], { random }), normal([8, classes], { random })];
  return matmul(bend(mul(matmul(inputs, first), 0.3)), second);
}

const changedInputs = (change: (x: Tensor) => Tensor) => (random: Random) => {
  const { inputs, targets } = regions(random);
  return { inputs: change(inputs), targets };
};

const shuffled = (random: Random): TensorBatch => ({
  inputs: normal([rows, features], { random }),
  targets: cast(mul(uniform([rows], { random }), classes), "int32"),
});

/** A number between about −2 and 2 for each point. */
function values(random: Random): TensorBatch {
  const inputs = normal([rows, features], { random });
  return { inputs, targets: mean(teacher(inputs), { axis: 1, keepDims: true }) };
}

function yesOrNo(random: Random): TensorBatch {
  const { inputs, targets } = values(random);
  return { inputs, targets: cast(greater(targets, 0), "float32") };
}

/** Noisy images of 8 × 8; the class is the column in which a bar stands. */
function images(random: Random): TensorBatch {
  const targets = cast(mul(uniform([rows], { random }), classes), "int32");
  const noise = normal([rows, 1, 8, 8], { random, standardDeviation: 0.5 });
  const bars = stripes(targets);
  return { inputs: add(noise, bars), targets };
}

function stripes(labels: Tensor): Tensor {
  const patterns = normal([classes, 64], { random: seeded(5) });
  const chosen = matmul(oneHot(labels, classes), patterns);
  return reshape(chosen, [rows, 1, 8, 8]);
}

const sequences = (random: Random): TensorBatch => {
  const inputs = normal([rows, 5, 8], { random });
  const weights = normal([8, classes], { random: seeded(3) });
  return { inputs, targets: argmax(matmul(mean(inputs, { axis: 1 }), weights), { axis: 1 }) };
};

interface Mlp {
  readonly width?: number;
  readonly hidden?: number;
  readonly outputs?: number;
  readonly initializer?: Initializer;
  readonly bias?: number;
  readonly between?: (width: number) => readonly Stage[];
  readonly behind?: readonly Stage[];
}

/** A network of equal hidden layers. */
function mlp(activation: Stage, options: Mlp = {}): Layer {
  const {
    width = 48,
    hidden = 2,
    outputs = classes,
    initializer,
    bias,
    between = () => [],
    behind = [],
  } = options;
  const drawn = initializer === undefined ? {} : { initializer };
  const stages = Array.from({ length: hidden }, (_, i) => {
    const layer = linear(i === 0 ? features : width, width, drawn);
    if (bias !== undefined) layer.own["bias"].assign(full([width], bias));
    return [layer, ...between(width), activation];
  }).flat();
  return sequential(...stages, linear(width, outputs, drawn), ...behind);
}

const scaled =
  (factor: number): Initializer =>
  (shape: Shape, options) =>
    mul(kaimingNormal(shape, options), factor);
const negative: Initializer = (shape, options) => uniform(shape, { ...options, low: -0.3, high: 0 });
const wide: Initializer = (shape, options) => normal(shape, options);
const constant =
  (value: number): Initializer =>
  (shape) =>
    full(shape, value);

const gradientDescent =
  (learningRate: number, momentum = 0) =>
  (model: Layer) =>
    sgd(model.parameters, { learningRate, momentum });

const cnn = (bias?: number) => {
  const convolution = conv2d(1, 8, { kernelSize: 3, padding: 1 });
  if (bias !== undefined) convolution.own["bias"].assign(full([8], bias));
  return sequential(convolution, relu, maxPool2d(2), conv2d(8, 16, { kernelSize: 3, padding: 1 }), relu, flatten(), linear(256, classes)); // prettier-ignore
};
const withNorm = () =>
  sequential(
    ...[conv2d(1, 8, { kernelSize: 3, padding: 1 }), batchNorm2d(8), relu, maxPool2d(2)],
    ...[conv2d(8, 8, { kernelSize: 3, padding: 1 }), batchNorm2d(8), relu, flatten(), linear(128, classes)],
  );

const half = () => {
  const model = mlp(relu);
  freeze((model.inside as Record<string, Layer>)["0"]);
  return model;
};

const overTime = (x: Tensor) => mean(x, { axis: 1 });

const positive = (x: Tensor) => add(mul(x, x), 0);

export const healthy: Patient[] = [
  { name: "relu", model: () => mlp(relu) },
  { name: "relu and adam", model: () => mlp(relu), optimizer: (m: Layer) => adam(m.parameters) },
  {
    name: "relu and a brisk adam",
    model: () => mlp(relu),
    optimizer: (m: Layer) => adam(m.parameters, { learningRate: 0.01 }),
  },
  { name: "tanh", model: () => mlp(tanh, { initializer: xavierNormal }) },
  {
    name: "sigmoid, one layer",
    model: () => mlp(sigmoid, { hidden: 1, initializer: xavierNormal }),
    optimizer: (m: Layer) => adam(m.parameters, { learningRate: 0.01 }),
  },
  { name: "gelu", model: () => mlp(gelu, { initializer: kaimingNormal }) },
  {
    name: "six layers of silu with layer normalisation",
    model: () => mlp(silu, { hidden: 6, between: (width) => [layerNorm(width)] }),
  },
  { name: "elu", model: () => mlp(elu) },
  {
    name: "selu, eight layers",
    model: () => mlp(selu, { hidden: 8, initializer: lecunNormal }),
    optimizer: gradientDescent(0.02),
  },
  {
    name: "leakyRelu, a regression",
    model: () => mlp(leakyRelu, { outputs: 1 }),
    batch: values,
    loss: meanSquaredError,
  },
  {
    name: "relu, yes or no",
    model: () => mlp(relu, { outputs: 1 }),
    batch: yesOrNo,
    loss: binaryCrossEntropyWithLogits,
  },
  { name: "batch normalisation", model: () => mlp(relu, { between: (width) => [batchNorm1d(width)] }) },
  { name: "convolutions", model: () => cnn(), batch: images },
  { name: "convolutions with batch normalisation", model: withNorm, batch: images },
  {
    name: "residual blocks",
    model: () =>
      sequential(
        linear(features, 48),
        ...Array.from({ length: 6 }, () =>
          residual(sequential(layerNorm(48), linear(48, 48), relu, linear(48, 48))),
        ),
        linear(48, classes),
      ),
  },
  {
    name: "a transformer",
    model: () =>
      sequential(
        transformerEncoderLayer(8, 2, { batchFirst: true, feedForward: 16, dropout: 0 }),
        overTime,
        linear(8, classes),
      ),
    batch: sequences,
    optimizer: (m: Layer) => adam(m.parameters, { learningRate: 0.01 }),
  },
].map((patient) => ({ ...patient, expected: ["healthy"] }));

export const ill: Patient[] = [
  {
    name: "relu, biases at −5",
    expected: ["dead-units/bias"],
    model: () => mlp(relu, { bias: -5, initializer: kaimingNormal }),
  },
  {
    name: "relu, biases at −3 in four layers",
    expected: ["dead-units/bias"],
    model: () => mlp(relu, { bias: -3, hidden: 4 }),
  },
  { name: "convolutions, biases at −5", expected: ["dead-units/bias"], model: () => cnn(-5), batch: images },
  { name: "relu6, biases at −8", expected: ["dead-units/bias"], model: () => mlp(relu6, { bias: -8 }) },
  { name: "gelu, biases at −12", expected: ["dead-units/bias"], model: () => mlp(gelu, { bias: -12 }) },
  {
    name: "relu, negative weights on positive inputs",
    expected: ["dead-units/initialization"],
    model: () => mlp(relu, { initializer: negative }),
    batch: changedInputs(positive),
  },
  {
    name: "relu, negative weights in four layers",
    expected: ["dead-units/initialization"],
    model: () => mlp(relu, { initializer: negative, hidden: 4 }),
  },
  {
    name: "relu, learning rate 3 with momentum",
    expected: ["dead-units/learning rate", "not-finite/learning rate", "learning-rate/learning rate"],
    model: () => mlp(relu),
    optimizer: gradientDescent(3, 0.9),
  },
  {
    name: "relu, adam's learning rate 0.5",
    expected: ["dead-units/learning rate", "learning-rate/learning rate"],
    model: () => mlp(relu),
    optimizer: (m: Layer) => adam(m.parameters, { learningRate: 0.5 }),
  },
  {
    name: "a regression, learning rate 2",
    expected: ["dead-units/learning rate", "not-finite/learning rate", "learning-rate/learning rate"],
    model: () => mlp(relu, { outputs: 1 }),
    batch: values,
    loss: meanSquaredError,
    optimizer: gradientDescent(2),
  },
  {
    name: "tanh, learning rate 30",
    expected: ["saturated/learning rate", "learning-rate/learning rate"],
    model: () => mlp(tanh),
    optimizer: gradientDescent(30),
  },
  {
    name: "learning rate 1e-7",
    expected: ["learning-rate/learning rate"],
    model: () => mlp(relu),
    optimizer: gradientDescent(1e-7),
  },
  {
    name: "tanh, weights of deviation 1",
    expected: ["saturated/initialization"],
    model: () => mlp(tanh, { initializer: wide, hidden: 3 }),
  },
  {
    name: "sigmoid, weights of deviation 3",
    expected: ["saturated/initialization"],
    model: () => mlp(sigmoid, { initializer: (s, o) => mul(wide(s, o), 3), hidden: 3 }),
  },
  {
    name: "hardtanh, biases at 4",
    expected: ["saturated/bias"],
    model: () => mlp(hardtanh, { bias: 4, initializer: xavierNormal }),
  },
  {
    name: "sigmoid, eight layers",
    expected: ["vanishing/activation"],
    model: () => mlp(sigmoid, { hidden: 8, initializer: xavierNormal }),
  },
  {
    name: "sigmoid, six layers, PyTorch's weights",
    expected: ["vanishing/activation"],
    model: () => mlp(sigmoid, { hidden: 6 }),
  },
  {
    name: "relu, ten layers, weights a fifth of kaiming's",
    expected: ["vanishing/initialization"],
    model: () => mlp(relu, { hidden: 10, initializer: scaled(0.2), bias: 0 }),
  },
  {
    name: "tanh, eight layers, weights a fifth",
    expected: ["vanishing/initialization", "vanishing/activation"],
    model: () => mlp(tanh, { hidden: 8, initializer: scaled(0.15), bias: 0 }),
  },
  {
    name: "relu, six layers, weights of deviation 1",
    expected: ["exploding/initialization"],
    model: () => mlp(relu, { hidden: 6, initializer: wide }),
  },
  {
    name: "relu, ten layers, weights three times kaiming's",
    expected: ["exploding/initialization"],
    model: () => mlp(relu, { hidden: 10, initializer: scaled(3) }),
  },
  {
    name: "leakyRelu, eight layers, weights of deviation 1",
    expected: ["exploding/initialization"],
    model: () => mlp(leakyRelu, { hidden: 8, initializer: wide }),
  },
  {
    name: "inputs a hundred times as large",
    expected: ["input-scale/inputs"],
    model: () => mlp(tanh),
    batch: changedInputs((x) => mul(x, 100)),
  },
  {
    name: "inputs like pixels from 0 to 255",
    expected: ["input-scale/inputs"],
    model: () => mlp(relu),
    batch: changedInputs((x) => add(mul(x, 60), 120)),
  },
  {
    name: "inputs a ten-thousandth as large",
    expected: ["input-scale/inputs"],
    model: () => mlp(relu),
    batch: changedInputs((x) => mul(x, 1e-4)),
  },
  {
    name: "an input that is NaN",
    expected: ["input-scale/inputs"],
    model: () => mlp(relu),
    batch: changedInputs((x) => mul(x, NaN)),
  },
  { name: "labels shuffled", expected: ["no-relation/labels"], model: () => mlp(relu), batch: shuffled },
  {
    name: "labels shuffled, adam",
    expected: ["no-relation/labels"],
    model: () => mlp(tanh),
    batch: shuffled,
    optimizer: (m: Layer) => adam(m.parameters),
  },
  { name: "the first layer frozen", expected: ["not-trained/frozen"], model: half },
  {
    name: "the optimizer has the last layer alone",
    expected: ["not-trained/optimizer"],
    model: () => mlp(relu),
    optimizer: (m: Layer) => sgd(m.parameters.slice(4), { learningRate: 0.1 }),
  },
  {
    name: "softmax before cross-entropy",
    expected: ["output-activation/activation"],
    model: () => mlp(relu, { behind: [softmax as Stage] }),
  },
  {
    name: "relu before cross-entropy",
    expected: ["output-activation/activation"],
    model: () => mlp(relu, { behind: [relu] }),
  },
  {
    name: "sigmoid for numbers from −2 to 2",
    expected: ["output-activation/activation"],
    model: () => mlp(relu, { outputs: 1, behind: [sigmoid] }),
    batch: values,
    loss: meanSquaredError,
  },
  {
    name: "sigmoid twice",
    expected: ["output-activation/activation"],
    model: () => mlp(relu, { outputs: 1, behind: [sigmoid] }),
    batch: yesOrNo,
    loss: binaryCrossEntropyWithLogits,
  },
  {
    name: "all weights 0",
    expected: ["symmetric-weights/initialization"],
    model: () => mlp(relu, { initializer: constant(0), bias: 0 }),
  },
  {
    name: "all weights 0.1",
    expected: ["symmetric-weights/initialization"],
    model: () => mlp(tanh, { initializer: constant(0.1), bias: 0 }),
  },
];
