import {
  accuracy,
  crossEntropy,
  noGrad,
  operations,
  scope,
  seeded,
  tensor,
  type Layer,
  type Metric,
  type Tensor,
  type Vocabulary,
} from "piecewise";

/** Each character of each row is a guess of its own: logits [rows · length, classes] and targets [rows · length]. */
const guesses = (prediction: Tensor, target: Tensor) =>
  [operations.reshape(prediction, [-1, prediction.shape.at(-1)!]), operations.reshape(target, [-1])] as const;

/** The cross-entropy of the next characters: logits [rows, length, classes], targets [rows, length]. */
export const nextCharacterLoss = (prediction: Tensor, target: Tensor): Tensor =>
  crossEntropy(...guesses(prediction, target));

/** The share of next characters that are guessed right. */
export const nextCharacterAccuracy: Metric = {
  name: "accuracy",
  total: (prediction, target) =>
    operations.div(accuracy.total(...guesses(prediction, target)), target.shape[1]),
};

/** How a text is gone on with. */
export interface WritingOptions {
  readonly vocabulary: Vocabulary;
  /** How the text begins. */
  readonly start: string;
  /** How many characters to write. */
  readonly length: number;
  /** How many characters the model sees at once. */
  readonly context: number;
  /** Below 1 it takes likely characters more often than it learnt to. */
  readonly temperature: number;
  readonly seed: number;
}

/** Writes a text character by character, each drawn with the probabilities that the model gives it. */
export async function writeText(model: Layer, options: WritingOptions): Promise<string> {
  const { vocabulary, start, length, context, temperature } = options;
  const random = seeded(options.seed);
  const tokens = [...vocabulary.encode(start)];
  for (let written = 0; written < length; written++) {
    const seen = Int32Array.from(tokens.slice(-context));
    const probabilities = scope(() => noGrad(() => nextOf(model, seen, temperature)));
    tokens.push(drawFrom(await probabilities.data(), random.uniform(1, "float64")[0]));
    probabilities.dispose();
  }
  return vocabulary.decode(tokens);
}

function nextOf(model: Layer, tokens: Int32Array, temperature: number): Tensor {
  const logits = operations.slice(model(tensor(tokens, { shape: [1, tokens.length] })), [0, -1]);
  return operations.softmax(operations.div(logits, temperature));
}

/** The index at which the running sum of the probabilities passes a number between 0 and 1. */
function drawFrom(probabilities: ArrayLike<number>, at: number): number {
  let sum = 0;
  for (let i = 0; i < probabilities.length; i++) {
    sum += probabilities[i];
    if (at < sum) return i;
  }
  return probabilities.length - 1;
}
