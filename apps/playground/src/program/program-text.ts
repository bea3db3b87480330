import type { OwnData } from "../own/own-data.ts";
import { planOf, type DataShape, type PlannedStage } from "../plan.ts";
import type { InitializerName, OptimizerName, Settings } from "../settings.ts";
import { dataText, type DataText } from "./data-text.ts";

const steps = 1000;

/** A program that takes the first steps of the run with these settings, and measures what the page measures. */
export function programText(settings: Settings, shape: DataShape, own?: OwnData): string {
  const { batchSize, seed } = settings;
  const rows = dataText(settings, shape, own);
  const stages = planOf(settings, shape);
  return `${rows.imports}import {
${namesIn(settings, rows, stages)
  .map((name) => `  ${name},\n`)
  .join("")}} from "piecewise";

await ready();
${rows.before}const options = { random: seeded(${seed})${initializers[settings.initializer].option} };
const model = sequential(
${stages.map((stage) => `  ${stageText(stage)},\n`).join("")});
await fit(model, {
  data: ${rows.training},
  loss: crossEntropy,
  optimizer: ${optimizers[settings.optimizer].text(settings.learningRate)},
  batchSize: ${batchSize},
  steps: ${steps},
  seed: ${seed},
});
console.log(await evaluate(model, ${rows.test}, { loss: crossEntropy, metrics: [accuracy] }));
`;
}

function stageText(stage: PlannedStage): string {
  if (stage.is === "activation") return stage.name;
  if (stage.is === "flatten") return "flatten()";
  if (stage.is === "maxPool2d") return "maxPool2d(2)";
  const { inputs, units } = stage;
  if (stage.is === "linear") return `linear(${inputs}, ${units}, options)`;
  return `conv2d(${inputs}, ${units}, { kernelSize: 3, padding: "same", ...options })`;
}

function namesIn({ initializer, optimizer }: Settings, rows: DataText, stages: readonly PlannedStage[]) {
  const names = [
    ...["accuracy", "crossEntropy", "evaluate", "fit", "ready", "seeded", "sequential", ...rows.names],
    ...stages.map((stage) => (stage.is === "activation" ? stage.name : stage.is)),
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
