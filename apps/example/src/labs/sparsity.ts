import { gelu, kaimingNormal, leakyRelu, linear, noGrad, operations, relu, seeded, sequential, tanh } from "piecewise"; // prettier-ignore
import { digits, tensor, xavierNormal, type Initializer, type Tensor } from "piecewise";
import { percent, type Lab, type Variant } from "./lab.ts";

const [hidden, width, rows] = [6, 128, 256];

type Kind = readonly [name: string, f: (x: Tensor) => Tensor, initializer: Initializer];
const kinds: readonly Kind[] = [
  ["ReLU", relu, kaimingNormal],
  ["tanh", tanh, xavierNormal],
  ["GELU", gelu, kaimingNormal],
  ["leaky ReLU", leakyRelu, kaimingNormal],
];

/** How many of a layer's numbers are exactly 0. */
export const sparsity: Lab = {
  title: "Sparsity",
  claim: "Behind a ReLU about half of the numbers are exactly 0 at initialisation; behind tanh none is.",
  setting: `${hidden} hidden layers of ${width} units with the weights that go with the activation, before any training; ${rows} handwritten digits.`,
  lesson:
    "A unit's input is as often negative as positive, so ReLU turns half of the numbers off. Smooth or leaky activations make numbers small, not 0.",
  columns: [
    { title: "zeros in the first layer", text: percent },
    { title: "in the last", text: percent },
    { title: "in all", text: percent },
  ],
  chart: {
    x: { label: "hidden layer, from the input", from: 1 },
    y: { label: "numbers that are exactly 0 (share)", domain: [0, 1] },
    caption: "The share of exact zeros behind each activation.",
  },
  run: async (seed) => {
    const { data, shape } = digits({ count: rows, seed }).inputs;
    const inputs = operations.reshape(tensor(data, { shape }), [rows, -1]);
    const variants: Variant[] = [];
    for (const kind of kinds) {
      const curve = await zerosByLayer(kind, inputs, seed);
      const mean = curve.reduce((a, b) => a + b, 0) / curve.length;
      variants.push({ name: kind[0], curve, numbers: [curve[0], curve.at(-1)!, mean] });
    }
    return variants;
  },
};

async function zerosByLayer([, activation, initializer]: Kind, inputs: Tensor, seed: number) {
  const options = { random: seeded(seed), initializer };
  const layers = Array.from({ length: hidden }, (_, i) =>
    linear(i === 0 ? inputs.shape[1] : width, width, options),
  );
  const shares: Tensor[] = [];
  const model = sequential(...layers.flatMap((layer) => [layer, activation]));
  noGrad(() =>
    model(inputs, {
      observe: (_path, stage, _input, output) => {
        if (stage === activation)
          shares.push(operations.mean(operations.cast(operations.equal(output, 0), "float32")));
      },
    }),
  );
  return [...(await operations.stack(shares).data())];
}
