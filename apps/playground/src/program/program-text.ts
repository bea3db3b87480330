import { rowsOf, sizesOf, type InitializerName, type OptimizerName, type Settings } from "../settings.ts";

const steps = 1000;

/** A program that takes the first steps of the run with these settings, and measures what the page measures. */
export function programText(settings: Settings): string {
  const { data, batchSize, seed } = settings;
  const { training, test } = rowsOf(settings);
  const rows = ({ count, seed }: typeof test) => `${data}({ count: ${count}, seed: ${seed} })`;
  return `import {
${namesIn(settings)
  .map((name) => `  ${name},\n`)
  .join("")}} from "piecewise";

await ready();
const options = { random: seeded(${seed})${initializers[settings.initializer].option} };
const model = sequential(
${stagesOf(settings)
  .map((stage) => `  ${stage},\n`)
  .join("")});
await fit(model, {
  data: ${rows(training)},
  loss: crossEntropy,
  optimizer: ${optimizers[settings.optimizer].text(settings.learningRate)},
  batchSize: ${batchSize},
  steps: ${steps},
  seed: ${seed},
});
console.log(await evaluate(model, ${rows(test)}, { loss: crossEntropy, metrics: [accuracy] }));
`;
}

function stagesOf(settings: Settings): readonly string[] {
  const { inputs, classes } = sizesOf(settings);
  const sizes = [inputs, ...settings.layers.map(({ units }) => units)];
  return [
    ...(settings.data === "digits" ? ["flatten()"] : []),
    ...settings.layers.flatMap(({ units, activation }, i) => [
      `linear(${sizes[i]}, ${units}, options)`,
      activation,
    ]),
    `linear(${sizes[settings.layers.length]}, ${classes}, options)`,
  ];
}

function namesIn({ data, layers, initializer, optimizer }: Settings): readonly string[] {
  const names = [
    ...["accuracy", "crossEntropy", "evaluate", "fit", "linear", "ready", "seeded", "sequential", data],
    ...(data === "digits" ? ["flatten"] : []),
    ...layers.map(({ activation }) => activation),
    ...initializers[initializer].names,
    optimizers[optimizer].name,
  ];
  return [...new Set(names)].toSorted();
}

interface InitializerText {
  readonly names: readonly string[];
  readonly option: string;
}

const named = (name: string): InitializerText => ({ names: [name], option: `, initializer: ${name}` });
const scaled = (factor: number): InitializerText => ({
  names: ["kaimingNormal", "mul"],
  option: `, initializer: (shape, how) => mul(kaimingNormal(shape, how), ${factor})`,
});

const initializers: Readonly<Record<InitializerName, InitializerText>> = {
  default: { names: [], option: "" },
  kaimingNormal: named("kaimingNormal"),
  xavierNormal: named("xavierNormal"),
  lecunNormal: named("lecunNormal"),
  orthogonal: named("orthogonal"),
  "far too small": scaled(0.05),
  "far too large": scaled(10),
  zeros: { names: ["zeros"], option: ", initializer: (shape) => zeros(shape)" },
};

const plain = (name: string, more = "") => ({
  name,
  text: (learningRate: number) => `${name}(model.parameters, { learningRate: ${learningRate}${more} })`,
});

const optimizers: Readonly<Record<OptimizerName, ReturnType<typeof plain>>> = {
  sgd: plain("sgd"),
  momentum: plain("sgd", ", momentum: 0.9"),
  rmsprop: plain("rmsprop"),
  adam: plain("adam"),
  adamW: plain("adamW"),
  lion: plain("lion"),
};
