import { accuracy, crossEntropy, diagnose, fit, kaimingNormal, leakyRelu, linear, moons, relu, resurrect, seeded, sequential, sgd } from "piecewise"; // prettier-ignore
import type { Activation, Diagnosis, Layer, Optimizer, Random, Shape } from "piecewise";
import { percent, type Lab, type Variant } from "./lab.ts";

const [width, rows, batchSize, epochs] = [32, 512, 32, 20];
/** In the first epoch, and after it. */
const [high, usual] = [1, 0.1];
const stepsInEpoch = rows / batchSize;

interface Kind {
  readonly name: string;
  readonly activation?: (x: Parameters<Activation>[0]) => ReturnType<Activation>;
  /** How many times He's deviation the weights have; 2 unless given. */
  readonly scale?: number;
  readonly firstRate?: number;
  readonly revive?: true;
}

const kinds: readonly Kind[] = [
  { name: "ReLU" },
  { name: "leaky ReLU", activation: leakyRelu },
  { name: "lower rate", firstRate: usual },
  { name: "He's weights", scale: 1 },
  { name: "resurrect", revive: true },
];

/** How a step too large kills units for good, and four ways out. */
export const dyingRelu: Lab = {
  title: "Dying ReLUs",
  claim:
    "A large step pushes a unit to where it is off for every input. There ReLU has no slope, so no later step brings the unit back.",
  setting: `Two hidden layers of ${width} units, ${rows} points on two moons, SGD; weights of twice He's deviation; learning rate ${high} in the first epoch and ${usual} after it. Each of the others differs from the first in one thing; \`resurrect\` is called once, after the third epoch.`,
  lesson:
    "The rate falls after one epoch, the dead stay dead. A slope on the left keeps units alive; a lower rate or He's weights make the steps shorter; `resurrect` gives dead units new weights.",
  columns: [
    { title: "dead units", text: percent },
    { title: "test accuracy", text: percent },
  ],
  chart: {
    x: { label: "epochs", from: 1 },
    y: { label: "dead units (share of all hidden units)", domain: [0, 1] },
    caption: "How many units have been off for every row of three samples, four steps apart.",
  },
  run: async (seed) => {
    const variants: Variant[] = [];
    for (const kind of kinds) variants.push(await train(kind, seed));
    return variants;
  },
};

async function train({ name, activation = relu, scale = 2, firstRate = high, revive }: Kind, seed: number) {
  const random = seeded(seed);
  const model = networkOf(activation, scale, random);
  const optimizer = sgd(model.parameters, {
    learningRate: (step) => (step <= stepsInEpoch ? firstRate : usual),
  });
  const health = diagnose(model, { every: 4, window: 3 });
  const curve: number[] = [];
  const onEpochEnd = async () => {
    curve.push(await deadShare(health));
    if (revive && curve.length === 3) await revival(model, optimizer, health, random);
  };
  const history = await fit(model, {
    ...{ data: moons({ count: rows, seed }), validation: moons({ count: 500, seed: seed + 1000 }) },
    ...{ loss: crossEntropy, metrics: [accuracy], optimizer, batchSize, epochs, seed },
    callbacks: [health, { onEpochEnd }],
  });
  const { accuracy: share } = history.epochs.at(-1)!.validation!;
  return { name, curve, numbers: [curve.at(-1)!, share] };
}

function networkOf(activation: NonNullable<Kind["activation"]>, scale: number, random: Random): Layer {
  const gain = Math.SQRT2 * scale;
  const options = { random, initializer: (shape: Shape) => kaimingNormal(shape, { random, gain }) };
  return sequential(
    ...[linear(2, width, options), activation, linear(width, width, options), activation],
    linear(width, 2, options),
  );
}

async function deadShare(health: Diagnosis): Promise<number> {
  const hidden = (await health.report()).layers.slice(0, -1);
  return hidden.reduce((sum, { dead }) => sum + dead.length, 0) / (hidden.length * width);
}

async function revival(model: Layer, optimizer: Optimizer, health: Diagnosis, random: Random) {
  resurrect(model, optimizer, await health.report(), { random });
}
