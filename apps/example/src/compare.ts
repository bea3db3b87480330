import { Argument } from "commander";
import { writeFile } from "node:fs/promises";
import { accuracy, adam, compareActivations, crossEntropy, linear, ready, sequential } from "piecewise";
import type { ActivationComparison, ComparedActivation, Layer } from "piecewise";
import { activations, type ActivationName } from "./activations.ts";
import { choice, positiveNumber, program, runOrExplain, wholeNumber } from "./command-line.ts";
import { loadData } from "./data-sets.ts";
import { labFigure } from "./labs/chart.ts";
import { spreadOver } from "./labs/over-seeds.ts";
import { lineColours } from "./svg.ts";

const command = program(
  "compare",
  "Train the same network, inputs-32-32-32-classes, with one activation after the other.",
)
  .addArgument(new Argument("<names...>", "which ones, at most 6").choices(Object.keys(activations)))
  .addOption(choice("--data <name>", "what to learn from", ["spirals", "iris", "wine"], "spirals"))
  .option("--epochs <number>", "how often to go through the data", wholeNumber(1), 20)
  .option("--learning-rate <number>", "of Adam", positiveNumber, 0.003)
  .option("--seeds <number>", "how many seeds to start from, 0 and up", wholeNumber(1), 3)
  .option("--svg <file>", "write a figure of the losses")
  .parse();

interface Options {
  readonly data: string;
  readonly epochs: number;
  readonly learningRate: number;
  readonly seeds: number;
  readonly svg?: string;
}
const names = command.args as ActivationName[];
const options: Options = command.opts();
if (names.length > lineColours.length)
  command.error(`at most ${lineColours.length} activations fit into a figure`, { exitCode: 2 });

await runOrExplain(async () => {
  await ready({ backend: "wasm", threads: 1 });
  const comparison = await compare();
  console.log(comparison.text);
  if (options.svg !== undefined) await writeFile(options.svg, lossFigure(comparison));
});

async function compare(): Promise<ActivationComparison> {
  const { data, epochs, learningRate, seeds } = options;
  const { train, test } = await loadData(data);
  const [inputs, outputs] = [train.inputs.shape[1], train.classes!.length]; // All of the choices have classes.
  return compareActivations({
    ...{ data: train, validation: test, loss: crossEntropy, metrics: [accuracy], epochs },
    model: (activation) => network(inputs, outputs, activation),
    activations: names.map((name) => activations[name]),
    optimizer: (parameters) => adam(parameters, { learningRate }),
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
  });
}

function network(inputs: number, outputs: number, activation: ComparedActivation): Layer {
  const hidden = [inputs, 32, 32].flatMap((size) => [linear(size, 32), activation]);
  return sequential(...hidden, linear(32, outputs));
}

/** The test losses, epoch by epoch. */
function lossFigure({ runs }: ActivationComparison): string {
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const variants = seeds.map((seed) =>
    runs
      .filter((run) => run.seed === seed)
      .map(({ activation, epochs }) => ({
        name: activation,
        curve: epochs.map(({ validation }) => validation!["loss"]), // There are validation data.
        numbers: [],
      })),
  );
  const chart = {
    x: { label: "epochs", from: 1 },
    y: { label: "test loss (nats)", type: "log" as const },
    caption: "",
  };
  const title = `${names.join(", ")} on ${options.data}`;
  return labFigure({ title, chart }, spreadOver(variants), seeds.length);
}
