import { Option } from "commander";
import { backendNames, type EpochResult } from "piecewise";
import { activations } from "./activations.ts";
import { choice, dataOption, positiveNumber, program, runOrExplain, wholeNumber } from "./command-line.ts";
import { modelNames } from "./models.ts";
import { recipes, recipeWithout, type RecipeName } from "./recipes.ts";
import { optimizers, run, schedules, type RunOptions } from "./run.ts";
import { resultTable } from "./table.ts";

const command = program("train", "Train a small network and measure it on data it has not seen.")
  .addOption(choice("--model <name>", "what to train", modelNames, "mlp"))
  .addOption(dataOption("what to learn from; digits and spirals are generated", "digits"))
  .option("--data-dir <folder>", "where files such as MNIST's lie; they are downloaded when absent")
  .option("--target <column>", "the column of a .csv file to predict")
  .addOption(choice("--activation <name>", "what stands between layers", Object.keys(activations), "relu"))
  .addOption(
    choice("--optimizer <name>", "the rule that changes the weights", Object.keys(optimizers), "adam"),
  )
  .option("--learning-rate <number>", "0.003 for adam and adamw, 0.05 for sgd unless given", positiveNumber)
  .addOption(choice("--schedule <name>", "how the learning rate changes", schedules, "constant"))
  .option("--augment", "shift and turn images a little, anew in each epoch")
  .option("--batch-size <number>", "rows in a step", wholeNumber(1), 64)
  .option("--epochs <number>", "how often to go through the data", wholeNumber(1), 5)
  .option("--seed <number>", "decides weights and order; the same seed gives the same run", wholeNumber(0), 0)
  .addOption(choice("--backend <name>", "what computes; auto takes the fastest", backendNames, "auto"))
  .option("--threads <number>", "how many threads; one for each core unless given", wholeNumber(1))
  .option("--save <file>", "write the trained model, for pnpm evaluate and pnpm predict")
  .option("--resume <folder>", "keep checkpoints there, and go on from the last one")
  .option("--log-dir <folder>", "write a table of the epochs and files for TensorBoard there")
  .addOption(
    new Option("--recipe <name>", "settings that reach something; other options change them").choices(
      Object.keys(recipes),
    ),
  )
  .option("--json", "print one JSON object a line and nothing else")
  .parse();

type Given = RunOptions & { readonly json?: boolean; readonly recipe?: RecipeName };

const { json = false, recipe, ...given } = command.opts<Given>();
const options: RunOptions = recipe === undefined ? given : { ...given, ...recipeWithout(recipe, said) };
const print = (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`);

await runOrExplain(async () => {
  const result = await run(options, {
    bar: !json,
    onStart: (explanation) => json || console.error(explanation),
    onEpoch: (epoch) => json && print(epochEvent(epoch)),
  });
  const { metric, tested, sample } = result;
  const renamed = Object.entries(result).flatMap(([name, value]): [string, unknown][] =>
    name === "metric" ? [[testName(metric), tested]] : name === "tested" ? [] : [[name, value]],
  );
  if (json) print({ event: "done", ...(Object.fromEntries(renamed) as object) });
  else console.log(resultTable([result]) + (sample === undefined ? "" : `\n${sample}`));
});

/** Whether an option stands on the command line. */
function said(option: string): boolean {
  return command.getOptionValueSource(option) === "cli";
}

function epochEvent({ epoch, training, validation = {}, seconds, samplesPerSecond }: EpochResult): object {
  const { loss: _, ...tested } = validation;
  return {
    ...{ event: "epoch", model: options.model, epoch },
    ...training,
    ...Object.fromEntries(Object.entries(tested).map(([metric, value]) => [testName(metric), value])),
    ...{ seconds, samplesPerSecond },
  };
}

/** `testAccuracy` for `accuracy`. */
function testName(metric: string): string {
  return `test ${metric}`.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
}
