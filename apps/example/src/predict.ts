import { operations, predict, ready, type Rows } from "piecewise";
import { program, runOrExplain, wholeNumber } from "./command-line.ts";
import { imageRow, tableRow } from "./inputs.ts";
import { loadModel, type SavedModel } from "./saved-model.ts";
import { writeText } from "./text.ts";

const command = program("predict", "Ask a saved model.")
  .argument("<file>", "what pnpm train --save wrote")
  .option("--image <file>", "an image for a model of images: light on dark, as MNIST's digits are")
  .option("--invert", "the image is dark on light, as on paper")
  .option("--row <values>", "the values of a table's columns, in their order, such as 5.1,3.5,1.4,0.2")
  .option("--text <start>", "how a text begins, for a model of text")
  .option("--length <number>", "how many characters to write", wholeNumber(1), 400)
  .option("--seed <number>", "decides what is drawn while writing", wholeNumber(0), 0)
  .parse();

interface Options {
  readonly image?: string;
  readonly invert?: boolean;
  readonly row?: string;
  readonly text?: string;
  readonly length: number;
  readonly seed: number;
}

const options = command.opts<Options>();

await runOrExplain(async () => {
  await ready();
  const saved = await loadModel(command.args[0]);
  const answer =
    saved.vocabulary === undefined ? await answerTo(saved, options) : await writtenBy(saved, options);
  console.log(answer);
});

function writtenBy(
  { model, about, vocabulary }: SavedModel,
  { text = "\n", length, seed }: Options,
): Promise<string> {
  const context = about.inputShape[0];
  return writeText(model, { vocabulary: vocabulary!, start: text, length, context, temperature: 0.8, seed });
}

async function answerTo({ model, about }: SavedModel, given: Options): Promise<string> {
  const { classes } = about;
  const prediction = predict(model, await inputFor(about, given));
  if (classes === undefined)
    return `${about.target ?? "answer"}: ${(await prediction.data())[0].toPrecision(4)}`;
  // One logit is that of the second of two classes.
  const logits =
    about.outputs > 1
      ? prediction
      : operations.concat([operations.mul(prediction, 0), prediction], { axis: 1 });
  const probabilities = await operations.softmax(logits).data();
  const ranked = classes
    .map((name, i) => ({ name, share: probabilities[i] }))
    .sort((a, b) => b.share - a.share);
  const width = Math.max(...ranked.map(({ name }) => name.length));
  return ranked
    .slice(0, 3)
    .map(({ name, share }) => `${name.padEnd(width)}  ${(100 * share).toFixed(1).padStart(5)} %`)
    .join("\n");
}

function inputFor(
  { kind, inputShape, features, scale }: SavedModel["about"],
  given: Options,
): Rows | Promise<Rows> {
  if (kind === "images" && given.image !== undefined)
    return imageRow(given.image, inputShape, given.invert === true);
  if (kind !== "images" && given.row !== undefined) return tableRow(given.row, features ?? ["x", "y"], scale);
  throw new Error(`the model takes ${kind}; give ${kind === "images" ? "--image" : "--row"}`);
}
