import { accuracy, clipGradNorm, crossEntropy, backward, evaluate, kaimingNormal, linear, moons, relu, scope, seeded, sequential, sgd, tensor } from "piecewise"; // prettier-ignore
import type { Layer, Tensor } from "piecewise";
import { percent, short, type Lab, type Variant } from "./lab.ts";

const [hidden, width, rows, steps, learningRate] = [10, 32, 128, 120, 0.05];

interface Kind {
  readonly name: string;
  /** How many times He's deviation the weights have. */
  readonly scale: number;
  /** How long the gradient may be. */
  readonly clip?: number;
}

const kinds: readonly Kind[] = [
  { name: "He's weights", scale: 1 },
  { name: "twice as large", scale: 2 },
  { name: "twice as large, clipped", scale: 2, clip: 1 },
];

/** What happens to gradients behind weights that are too large. */
export const exploding: Lab = {
  title: "Exploding gradients",
  claim:
    "Weights twice too large double the signal and the gradient in every layer, and the first steps throw the weights out of range. Clipping the gradient keeps the steps short.",
  setting: `${hidden} hidden ReLU layers of ${width} units, ${rows} points on two moons, ${steps} steps of SGD with learning rate ${learningRate}; clipped to norm 1.`,
  lesson:
    "Without clipping the loss is no number any more after a step or two. Clipped, the same network learns from the same start. Right weights need no clipping.",
  columns: [
    { title: "first gradient's norm", text: short },
    { title: "final loss", text: short },
    { title: "accuracy", text: percent },
  ],
  chart: {
    x: { label: "steps" },
    y: { label: "loss (nats)", type: "log", domain: [1e-4, 1e12] },
    caption: "The loss on the data it learns from. A curve ends where the loss is no longer a number.",
  },
  run: async (seed) => {
    const variants: Variant[] = [];
    for (const kind of kinds) variants.push(await train(kind, seed));
    return variants;
  },
};

async function train({ name, scale, clip }: Kind, seed: number): Promise<Variant> {
  const data = moons({ count: rows, seed });
  const model = deep(scale, seed);
  const optimizer = sgd(model.parameters, { learningRate });
  const inputs = tensor(data.inputs.data, { shape: data.inputs.shape });
  const targets = tensor(data.targets.data, { shape: data.targets.shape });
  const seen: Promise<number>[][] = [];
  for (let step = 0; step < steps; step++) {
    const { loss, norm } = scope(() => {
      const loss = crossEntropy(model(inputs), targets);
      const whole = backward(loss);
      const { gradients, norm } = clipGradNorm(whole, clip ?? Infinity);
      optimizer.step(clip === undefined ? whole : gradients);
      return { loss, norm };
    });
    seen.push([loss.item(), norm.item()]);
  }
  const curve = await Promise.all(seen.map(([loss]) => loss));
  const { accuracy: share } = await evaluate(model, data, { loss: crossEntropy, metrics: [accuracy] });
  return { name, curve, numbers: [await seen[0][1], curve.at(-1)!, share] };
}

function deep(scale: number, seed: number): Layer {
  const options = {
    random: seeded(seed),
    initializer: (shape: readonly number[]): Tensor =>
      kaimingNormal(shape, { gain: Math.SQRT2 * scale, random: options.random }),
  };
  const layers = Array.from({ length: hidden }, (_, i) => linear(i === 0 ? 2 : width, width, options));
  return sequential(...layers.flatMap((layer) => [layer, relu]), linear(width, 2, options));
}
