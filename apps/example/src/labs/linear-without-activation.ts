import { accuracy, adam, crossEntropy, fit, linear, relu, seeded, sequential, spirals, type Layer, type Random } from "piecewise"; // prettier-ignore
import { percent, short, type Lab, type Variant } from "./lab.ts";

const [width, epochs] = [32, 30];

const kinds: readonly (readonly [name: string, make: (options: { random: Random }) => Layer])[] = [
  [
    "4 layers with ReLU",
    (o) => sequential(linear(2, width, o), relu, linear(width, width, o), relu, linear(width, width, o), relu, linear(width, 2, o)), // prettier-ignore
  ],
  [
    "4 layers without",
    (o) => sequential(linear(2, width, o), linear(width, width, o), linear(width, width, o), linear(width, 2, o)), // prettier-ignore
  ],
  ["1 layer", (o) => linear(2, 2, o)],
];

/** What layers are worth without an activation between them. */
export const linearWithoutActivation: Lab = {
  title: "Layers without an activation",
  claim:
    "Linear layers one after the other are one linear layer: without an activation between them, depth adds nothing.",
  setting: `Two spirals, 1,000 points to learn from and 500 others to be measured by; Adam with learning rate 0.01, ${epochs} epochs.`,
  lesson:
    "Four layers without an activation get no further than one: a straight line through two spirals. With ReLU between them, the same layers tell the spirals apart.",
  columns: [
    { title: "test accuracy", text: percent },
    { title: "test loss", text: short },
  ],
  chart: {
    x: { label: "epochs", from: 1 },
    y: { label: "test accuracy (share)", domain: [0.4, 1] },
    caption: "How many of the points that were not learned from are told right.",
  },
  run: async (seed) => {
    const [data, validation] = [spirals({ count: 1000, seed }), spirals({ count: 500, seed: seed + 1000 })];
    const variants: Variant[] = [];
    for (const [name, make] of kinds) {
      const model = make({ random: seeded(seed) });
      const optimizer = adam(model.parameters, { learningRate: 0.01 });
      const options = { data, validation, optimizer, epochs, seed, loss: crossEntropy, metrics: [accuracy] };
      const tested = (await fit(model, options)).epochs.map(({ validation }) => validation!);
      const { accuracy: share, loss } = tested.at(-1)!;
      variants.push({ name, curve: tested.map((means) => means["accuracy"]), numbers: [share, loss] });
    }
    return variants;
  },
};
