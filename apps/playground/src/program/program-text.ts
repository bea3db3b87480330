import type { Change } from "../history.ts";
import type { OwnData } from "../own/own-data.ts";
import { planOf, type DataShape, type PlannedStage } from "../plan.ts";
import type { InitializerName, OptimizerName, Settings } from "../settings.ts";
import type { Measured } from "../worker/messages.ts";
import { dataText, type DataText } from "./data-text.ts";
import { programChanges } from "./program-changes.ts";

/** How far the program goes, and what is changed on the way. */
export interface ProgramLength {
  readonly steps: number;
  readonly changes: readonly Change[];
  /** What the page has measured there. */
  readonly measured?: Measured | undefined;
}

/** A program that takes the first steps of the run that began with these settings, and measures what the page measures. */
export function programText(
  settings: Settings,
  shape: DataShape,
  { steps, changes, measured }: ProgramLength,
  own?: OwnData,
): string {
  const { batchSize, seed, initializer } = settings;
  const rows = dataText(settings, shape, own);
  const stages = planOf(settings, shape);
  const made = programChanges(
    changes.filter(({ step }) => step <= steps),
    rows.training,
    seed,
  );
  return `${rows.imports}import {
${[...new Set([...namesIn(settings, rows, stages), ...made.names])]
  .toSorted()
  .map((name) => `  ${name},\n`)
  .join("")}} from "piecewise";

await ready(${readyText(settings)});
${rows.before}const options${initializers[initializer].type} = { random: seeded(${seed})${initializers[initializer].option} };
const model = sequential(
${stages.map((stage) => `  ${stageText(stage)},\n`).join("")});
const optimizer = ${optimizers[settings.optimizer].text(settings.learningRate)};
${made.before}await fit(model, {
  data: ${rows.training},
  loss: crossEntropy,
  optimizer,
  batchSize: ${batchSize},
  steps: ${steps},
  seed: ${seed},
${made.callbacks}});
console.log(await evaluate(model, ${rows.test}, { loss: crossEntropy, metrics: [accuracy] }));
${measured === undefined ? "" : measuredText(measured)}`;
}

const measuredText = ({ testLoss, accuracy }: Measured) =>
  `// On the page: { loss: ${testLoss}, accuracy: ${accuracy} }\n`;

/** Whatever runs fastest, unless something else was chosen. */
function readyText({ backend, threads }: Settings): string {
  if (backend === "js") return '{ backend: "js" }';
  return threads === 0 ? "" : `{ threads: ${threads} }`;
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
  return names;
}

interface InitializerText {
  readonly names: readonly string[];
  readonly option: string;
  /** Of the options, where the compiler would not know it. */
  readonly type: string;
}

const typed = { type: ": WeightOptions", named: "type WeightOptions" };

const named = (name: string): InitializerText => ({
  names: [name],
  option: `, initializer: ${name}`,
  type: "",
});
const scaled = (factor: number): InitializerText => ({
  names: ["kaimingNormal", "mul", typed.named],
  type: typed.type,
  option: `, initializer: (shape, how) => mul(kaimingNormal(shape, how), ${factor})`,
});

const initializers: Readonly<Record<InitializerName, InitializerText>> = {
  default: { names: [], option: "", type: "" },
  kaimingNormal: named("kaimingNormal"),
  xavierNormal: named("xavierNormal"),
  lecunNormal: named("lecunNormal"),
  orthogonal: named("orthogonal"),
  "far too small": scaled(0.05),
  "far too large": scaled(10),
  zeros: {
    names: ["zeros", typed.named],
    option: ", initializer: (shape) => zeros(shape)",
    type: typed.type,
  },
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
