import { evaluate, ready } from "piecewise";
import { dataOption, program, runOrExplain } from "./command-line.ts";
import { loadData, type Splits } from "./data-sets.ts";
import { goalOf } from "./goals.ts";
import { loadModel, type About } from "./saved-model.ts";

const command = program(
  "evaluate",
  "Measure a saved model on the part of its data that it has not learned from.",
)
  .argument("<file>", "what pnpm train --save wrote")
  .addOption(dataOption("what to measure it on; what it was trained on unless given"))
  .option("--data-dir <folder>", "where files such as MNIST's lie")
  .option("--target <column>", "the column of a .csv file to predict")
  .parse();

const options = command.opts<{
  readonly data?: string;
  readonly dataDir?: string;
  readonly target?: string;
}>();

await runOrExplain(async () => {
  await ready();
  const { model, about } = await loadModel(command.args[0]);
  const name = options.data ?? about.data;
  const data = await loadData(name, { target: about.target, ...options });
  checkFit(name, data, about);
  const { loss, metrics } = goalOf(about);
  const { loss: mean, ...measured } = await evaluate(model, data.test, { loss, metrics });
  const numbers = Object.entries({ loss: mean, ...measured }).map(
    ([of, value]) => `${of} ${value.toPrecision(4)}`,
  );
  console.log(`${about.model} on ${name}, ${data.test.inputs.shape[0]} rows: ${numbers.join(", ")}`);
});

function checkFit(name: string, { kind, test, classes }: Splits, about: About): void {
  const fits = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const shape = test.inputs.shape.slice(1);
  if (kind === about.kind && fits(shape, about.inputShape) && classes?.length === about.classes?.length)
    return;
  const what = (of: DataOf) => `${of.kind} [${of.shape.join(", ")}] with ${of.classes ?? "no"} classes`;
  throw new Error(
    `the model takes ${what({ ...about, shape: about.inputShape, classes: about.classes?.length })}, ` +
      `but ${name} has ${what({ kind, shape, classes: classes?.length })}; give --data as it was trained on`,
  );
}

interface DataOf {
  readonly kind: string;
  readonly shape: readonly number[];
  readonly classes: number | undefined;
}
