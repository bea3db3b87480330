import { gelu, hardtanh, leakyRelu, relu, relu6, sigmoid, softmax, tanh } from "@piecewise/activations";
import { kaimingNormal, xavierNormal, type Layer } from "@piecewise/layers";
import { binaryCrossEntropyWithLogits, meanSquaredError } from "@piecewise/losses";
import { adam, sgd } from "@piecewise/optimizers";
import { add, mul } from "@piecewise/tensor";
import {
  cnn,
  constant,
  gradientDescent,
  half,
  mlp,
  negative,
  reader,
  scaled,
  wide,
} from "./networks.rows.test.ts";
import type { Patient } from "./patient.rows.test.ts";
import { changedInputs, images, positive, sequences, shuffled, values, yesOrNo } from "./tasks.rows.test.ts";

/** Networks with something wrong with each, and what. */
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
    model: () => mlp(relu, { behind: [softmax] }),
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
  {
    name: "an lstm whose gates are driven far out",
    expected: ["saturated/bias"],
    model: () => reader(40),
    batch: sequences,
  },
];
