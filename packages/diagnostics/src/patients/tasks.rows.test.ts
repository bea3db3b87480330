import {
  add,
  argmax,
  cast,
  greater,
  matmul,
  mean,
  mul,
  normal,
  oneHot,
  reshape,
  seeded,
  tanh,
  uniform,
  type Random,
  type Tensor,
} from "@piecewise/tensor";
import type { TensorBatch } from "@piecewise/training";

export const features = 20;
export const classes = 4;
export const rows = 64;

/** Which of four regions, bent ones, a point of the normal distribution lies in. */
export function regions(random: Random): TensorBatch {
  const inputs = normal([rows, features], { random });
  return { inputs, targets: argmax(teacher(inputs), { axis: 1 }) };
}

/** What the network should find out: the same one for all patients. */
function teacher(inputs: Tensor): Tensor {
  const random = seeded(99);
  const [first, second] = [normal([features, 8], { random }), normal([8, classes], { random })];
  return matmul(tanh(mul(matmul(inputs, first), 0.3)), second);
}

export const changedInputs = (change: (x: Tensor) => Tensor) => (random: Random) => {
  const { inputs, targets } = regions(random);
  return { inputs: change(inputs), targets };
};

export const shuffled = (random: Random): TensorBatch => ({
  inputs: normal([rows, features], { random }),
  targets: cast(mul(uniform([rows], { random }), classes), "int32"),
});

/** A number between about −2 and 2 for each point. */
export function values(random: Random): TensorBatch {
  const inputs = normal([rows, features], { random });
  return { inputs, targets: mean(teacher(inputs), { axis: 1, keepDims: true }) };
}

export function yesOrNo(random: Random): TensorBatch {
  const { inputs, targets } = values(random);
  return { inputs, targets: cast(greater(targets, 0), "float32") };
}

/** Noisy images of 8 × 8; the class is the column in which a bar stands. */
export function images(random: Random): TensorBatch {
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

export const sequences = (random: Random): TensorBatch => {
  const inputs = normal([rows, 5, 8], { random });
  const weights = normal([8, classes], { random: seeded(3) });
  return { inputs, targets: argmax(matmul(mean(inputs, { axis: 1 }), weights), { axis: 1 }) };
};

export const positive = (x: Tensor) => add(mul(x, x), 0);
