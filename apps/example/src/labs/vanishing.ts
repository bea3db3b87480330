import { backward, crossEntropy, kaimingNormal, linear, noGrad, operations, relu, seeded, sequential } from "piecewise"; // prettier-ignore
import { sigmoid, spirals, tanh, tensor, xavierNormal } from "piecewise";
import type { Activation, Initializer, Layer, Random } from "piecewise";
import { short, type Lab, type Variant } from "./lab.ts";

const [hidden, width, rows] = [10, 64, 256];

const kinds: readonly (readonly [name: string, f: Activation, initializer?: Initializer])[] = [
  ["ReLU, He", relu, kaimingNormal],
  ["ReLU, PyTorch's default", relu],
  ["tanh, Xavier", tanh, xavierNormal],
  ["tanh, PyTorch's default", tanh],
  ["sigmoid, Xavier", sigmoid, xavierNormal],
];

/** How much of the gradient is left where a deep network begins. */
export const vanishing: Lab = {
  title: "Vanishing gradients",
  claim:
    "A sigmoid multiplies the gradient by at most 1/4 in each layer, tanh by less than 1 unless its weights are chosen for it; ReLU with He's weights keeps its size.",
  setting: `${hidden} hidden layers of ${width} units before any training; the gradients of the cross-entropy for ${rows} points on two spirals.`,
  lesson:
    "Behind sigmoids the first layer gets hundreds of thousands of times less gradient than behind ReLU. It is activation and weights together: PyTorch's default weights have a sixth of He's variance, and let the gradient vanish behind ReLU and tanh as well.",
  columns: [
    { title: "gradient of the first layer", text: short },
    { title: "of the last", text: short },
    { title: "first / last", text: short },
  ],
  chart: {
    x: { label: "layer, from the input", from: 1 },
    y: { label: "norm of its weight's gradient (no unit)", type: "log" },
    caption: "The gradient of each layer's weight on its way back from the loss.",
  },
  run: async (seed) => {
    const variants: Variant[] = [];
    for (const [name, activation, initializer] of kinds) {
      const model = deep(activation, { random: seeded(seed), ...(initializer ? { initializer } : {}) });
      const curve = await gradientNorms(model, seed);
      const [first, last] = [curve[0], curve.at(-1)!];
      variants.push({ name, curve, numbers: [first, last, first / last] });
    }
    return variants;
  },
};

/** A deep network of dense layers. */
function deep(activation: Activation, options: { random: Random; initializer?: Initializer }): Layer {
  const layers = Array.from({ length: hidden }, (_, i) => linear(i === 0 ? 2 : width, width, options));
  return sequential(...layers.flatMap((layer) => [layer, activation]), linear(width, 2, options));
}

async function gradientNorms(model: Layer, seed: number): Promise<number[]> {
  const { inputs, targets } = spirals({ count: rows, seed });
  const logits = model(tensor(inputs.data, { shape: inputs.shape }));
  const gradients = backward(crossEntropy(logits, tensor(targets.data, { shape: targets.shape })));
  const weights = model.parameters.filter((p) => p.rank === 2);
  const norms = noGrad(() => operations.stack(weights.map((p) => operations.norm(gradients.of(p)))));
  return [...(await norms.data())];
}
