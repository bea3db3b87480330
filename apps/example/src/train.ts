import { backendNames } from "piecewise";
import { activations } from "./activations.ts";
import { choice, positiveNumber, program, runOrExplain, wholeNumber } from "./command-line.ts";
import { dataNames } from "./data-sets.ts";
import { modelNames } from "./models.ts";
import { optimizers, run, type RunOptions } from "./run.ts";
import { resultTable } from "./table.ts";

const command = program("train", "Train a small network and measure it on data it has not seen.")
  .addOption(choice("--model <name>", "what to train", modelNames, "mlp"))
  .addOption(
    choice(
      "--data <name>",
      "what to learn from; digits and spirals are generated, shakespeare is for the char- models",
      dataNames,
      "digits",
    ),
  )
  .option(
    "--data-dir <folder>",
    "where the files of mnist, fashion-mnist and shakespeare lie; downloaded when absent",
  )
  .addOption(choice("--activation <name>", "what stands between layers", Object.keys(activations), "relu"))
  .addOption(
    choice("--optimizer <name>", "the rule that changes the weights", Object.keys(optimizers), "adam"),
  )
  .option("--learning-rate <number>", "0.003 for adam and adamw, 0.05 for sgd unless given", positiveNumber)
  .option("--batch-size <number>", "rows in a step", wholeNumber(1), 64)
  .option("--epochs <number>", "how often to go through the data", wholeNumber(1), 5)
  .option("--seed <number>", "decides weights and order; the same seed gives the same run", wholeNumber(0), 0)
  .addOption(choice("--backend <name>", "what computes; auto takes the fastest", backendNames, "auto"))
  .option("--json", "print one JSON object a line and nothing else")
  .parse();

const { json = false, ...options } = command.opts<RunOptions & { readonly json?: boolean }>();
const print = (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`);

await runOrExplain(async () => {
  const result = await run(
    options,
    ({ epoch, training, validation, seconds, samplesPerSecond }) => {
      const { loss, accuracy } = training;
      const testAccuracy = validation?.["accuracy"];
      if (json)
        print({
          event: "epoch",
          model: options.model,
          epoch,
          loss,
          accuracy,
          testAccuracy,
          seconds,
          samplesPerSecond,
        });
    },
    !json,
  );
  if (json) print({ event: "done", ...result });
  else console.log(resultTable([result]) + (result.sample === undefined ? "" : `\n${result.sample}`));
});
