import { elu, gelu, leakyRelu, relu, selu, sigmoid, silu, tanh } from "@piecewise/activations";
import {
  batchNorm1d,
  kaimingNormal,
  layerNorm,
  lecunNormal,
  linear,
  residual,
  sequential,
  transformerEncoderLayer,
  xavierNormal,
  type Layer,
} from "@piecewise/layers";
import { binaryCrossEntropyWithLogits, meanSquaredError } from "@piecewise/losses";
import { adam } from "@piecewise/optimizers";
import { cnn, gradientDescent, mlp, overTime, reader, withNorm } from "./networks.rows.test.ts";
import type { Patient } from "./patient.rows.test.ts";
import { classes, features, images, sequences, values, yesOrNo } from "./tasks.rows.test.ts";

/** Networks that learn what they are given. */
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
  {
    name: "an lstm",
    model: () => reader(),
    batch: sequences,
    optimizer: (m: Layer) => adam(m.parameters, { learningRate: 0.01 }),
  },
].map((patient) => ({ ...patient, expected: ["healthy"] }));
