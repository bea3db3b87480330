import { defaults, toHash, type Settings } from "../settings.ts";
import type { ActivationName } from "../activation-names.ts";

const deep = (count: number, units: number, activation: ActivationName) =>
  Array.from({ length: count }, () => ({ units, activation }));

/** Without an optimizer that makes up for small gradients. */
const slow: Settings = { ...defaults, data: "circles", optimizer: "sgd", learningRate: 0.1 };

/** What to look at first. */
const examples: readonly (readonly [title: string, settings: Settings])[] = [
  ["Two spirals, untangled", defaults],
  [
    "Large steps kill ReLU units",
    { ...defaults, data: "moons", optimizer: "momentum", learningRate: 5, layers: deep(2, 32, "relu") },
  ],
  ["Deep sigmoids: no gradient arrives", { ...slow, layers: deep(6, 16, "sigmoid") }],
  ["The same depth with GELU", { ...slow, layers: deep(6, 16, "gelu") }],
  ["All weights zero: nothing to tell units apart", { ...defaults, data: "xor", initializer: "zeros" }],
  [
    "Handwritten digits",
    { ...defaults, data: "digits", layers: deep(2, 64, "relu"), learningRate: 0.002, batchSize: 64 },
  ],
  [
    "Digits seen through filters",
    {
      ...{ ...defaults, data: "digits", model: "cnn-lite", learningRate: 0.003, batchSize: 64 },
      layers: [
        { units: 8, activation: "relu" },
        { units: 16, activation: "relu" },
      ],
    },
  ],
];

/** Links to settings that show something. */
export function Examples() {
  return (
    <nav class="panel" aria-label="Examples">
      <h2>Look at this</h2>
      <ul class="examples">
        {examples.map(([title, settings]) => (
          <li key={title}>
            <a href={toHash(settings)}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
