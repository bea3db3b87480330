import { adam, binaryCrossEntropyWithLogits, crossEntropy, fit, linear, meanSquaredError, moons, operations } from "piecewise"; // prettier-ignore
import { relu, seeded, sequential, sigmoid, softmax, spirals, tanh } from "piecewise";
import type { Dataset, Loss, Metric, Stage, Tensor } from "piecewise";
import { percent, short, type Lab, type Variant } from "./lab.ts";

const [width, rows, epochs] = [32, 500, 40];
const { add, div, mul, oneHot, square, sub, sum } = operations;

/** What is asked for, what it is learned from, and which share of an answer is right, added up over the rows. */
interface Task {
  readonly outputs: number;
  readonly make: (seed: number) => Dataset;
  readonly loss: Loss;
  readonly right: (prediction: Tensor, target: Tensor) => Tensor;
}

const number: Task = {
  outputs: 1,
  make: waves,
  loss: meanSquaredError,
  // Over all rows the mean of this is R²: the variance of 2 + 3 sin x over whole periods is 9/2.
  right: (prediction, target) => sum(sub(1, div(square(sub(prediction, target)), 4.5))),
};
const yesOrNo: Task = {
  outputs: 1,
  make: (seed) => asColumn(moons({ count: rows, seed })),
  loss: binaryCrossEntropyWithLogits,
  right: (prediction, target) => {
    const yes = operations.sigmoid(prediction);
    return sum(add(mul(yes, target), mul(sub(1, yes), sub(1, target))));
  },
};
const oneOfThree: Task = {
  outputs: 3,
  make: (seed) => spirals({ count: rows, seed, arms: 3, turns: 0.5 }),
  loss: crossEntropy,
  right: (prediction, target) => sum(mul(operations.softmax(prediction), oneHot(target, 3))),
};

const kinds: readonly (readonly [name: string, task: Task, output: readonly Stage[]])[] = [
  ["number: none", number, []],
  ["number: sigmoid", number, [sigmoid]],
  ["yes or no: sigmoid", yesOrNo, []],
  ["yes or no: ReLU, sigmoid", yesOrNo, [relu]],
  ["one of three: softmax", oneOfThree, []],
  ["one of three: softmax twice", oneOfThree, [softmax]],
];

/** Which activation belongs to the output, and what another one costs. */
export const outputActivation: Lab = {
  title: "The output's activation",
  claim:
    "The output takes the activation that gives what is asked for: none for any number, a sigmoid for a yes or no, softmax for one of several. Losses on logits contain theirs already.",
  setting: `One hidden tanh layer of ${width} units, ${rows} points to learn from and ${rows} others to be measured by; Adam with learning rate 0.02, ${epochs} epochs. The number is 2 + 3 sin x, the yes or no says which of two moons, the class which of three spirals.`,
  lesson:
    "A sigmoid cannot say 5 or −1. Behind a ReLU no logit is below 0, so the answer is never less than an even yes. Softmax of softmax has logits between 0 and 1: at most e / (e + 2), 58 %, for the right one of three.",
  columns: [
    { title: "right, of test data", text: percent },
    { title: "test loss", text: short },
  ],
  chart: {
    x: { label: "epochs", from: 1 },
    y: { label: "right (R², or the right class's probability)", domain: [-0.3, 1] },
    caption:
      "How right the answers to data that were not learned from are: R² of numbers, for classes the probability that the right one gets.",
  },
  run: async (seed) => {
    const variants: Variant[] = [];
    for (const kind of kinds) variants.push(await train(kind, seed));
    return variants;
  },
};

async function train([name, { outputs, make, loss, right }, output]: (typeof kinds)[number], seed: number) {
  const options = { random: seeded(seed) };
  const stages: Stage[] = [linear(2, width, options), tanh, linear(width, outputs, options), ...output];
  const model = sequential(...stages);
  const optimizer = adam(model.parameters, { learningRate: 0.02 });
  const metrics: Metric[] = [{ name: "right", total: right }];
  const [data, validation] = [make(seed), make(seed + 1000)];
  const history = await fit(model, { data, validation, loss, optimizer, metrics, epochs, seed });
  const curve = history.epochs.map(({ validation }) => validation!["right"]);
  return { name, curve, numbers: [curve.at(-1)!, history.epochs.at(-1)!.validation!["loss"]] };
}

/** Numbers from −1 to 5 for numbers from −π to π; the second input is always 1. */
function waves(seed: number): Dataset {
  const x = seeded(seed).uniform(rows, "float32");
  const at = Array.from(x, (share) => (2 * share - 1) * Math.PI);
  return {
    inputs: { data: Float32Array.from(at.flatMap((x) => [x, 1])), shape: [rows, 2] },
    targets: { data: Float32Array.from(at, (x) => 2 + 3 * Math.sin(x)), shape: [rows, 1] },
  };
}

/** Labels as the numbers 0 and 1 in a column, as a single logit is compared with. */
function asColumn({ inputs, targets }: Dataset): Dataset {
  return { inputs, targets: { data: Float32Array.from(targets.data), shape: [rows, 1] } };
}
