import {
  conv2d,
  embedding,
  flatten,
  linear,
  lstm,
  maxPool2d,
  positionalEncoding,
  sequential,
  transformerEncoderLayer,
  type Layer,
  type Tensor,
} from "piecewise";

/** What a data set is made of. */
export type DataKind = "images" | "points" | "table" | "text";

/** What a model is for. */
export interface Question {
  readonly kind: DataKind;
  /** Without the batch axis. */
  readonly inputShape: readonly number[];
  /** How many numbers the model answers with. */
  readonly outputs: number;
  /** What stands between layers. */
  readonly activation: (x: Tensor) => Tensor;
}

interface Model {
  readonly takes: readonly DataKind[];
  readonly make: (question: Question) => Layer;
}

const models = {
  mlp: { takes: ["images", "points", "table"], make: mlp },
  "cnn-lite": { takes: ["images"], make: cnnLite },
  "char-lstm": { takes: ["text"], make: charLstm },
  "char-transformer": { takes: ["text"], make: charTransformer },
} as const satisfies Record<string, Model>;
export type ModelName = keyof typeof models;

/** The models by their names on the command line. */
export const modelNames = Object.keys(models) as ModelName[];

/** Builds a model. Throws where it cannot learn from such data, and names those that can. */
export function buildModel(name: ModelName, question: Question): Layer {
  const { takes, make }: Model = models[name];
  const { kind } = question;
  if (takes.includes(kind)) return make(question);
  const able = modelNames.filter((other) => (models[other] as Model).takes.includes(kind));
  throw new Error(`${name} needs ${takes.join(" or ")}; use --model ${able.join(" or ")} for ${kind}`);
}

/** A multilayer perceptron: inputs-128-64-outputs, 784-128-64-10 for digits. */
function mlp({ inputShape, outputs, activation }: Question): Layer {
  const inputs = inputShape.reduce((a, b) => a * b, 1);
  return sequential(
    flatten(),
    linear(inputs, 128),
    activation,
    linear(128, 64),
    activation,
    linear(64, outputs),
  );
}

/** A small convolutional network for 28×28 images: two convolutions with pooling, then one dense layer. */
function cnnLite({ inputShape, outputs, activation }: Question): Layer {
  const [channels, height, width] = inputShape;
  return sequential(
    conv2d(channels, 8, { kernelSize: 3, padding: "same" }),
    activation,
    maxPool2d(2),
    conv2d(8, 16, { kernelSize: 3, padding: "same" }),
    activation,
    maxPool2d(2),
    flatten(),
    linear(16 * Math.floor(height / 4) * Math.floor(width / 4), outputs),
  );
}

/** A long short-term memory that reads a text and guesses each next character. It has its own activations. */
function charLstm({ outputs }: Question): Layer {
  return sequential(embedding(outputs, 32), lstm(32, 256, { batchFirst: true }), linear(256, outputs));
}

/** A transformer of two layers that reads a text and guesses each next character; no place sees those after it. */
function charTransformer({ inputShape: [length], outputs, activation }: Question): Layer {
  const width = 128;
  const block = () =>
    transformerEncoderLayer(width, 4, {
      ...{ feedForward: 4 * width, dropout: 0, activation },
      ...{ batchFirst: true, causal: true, normFirst: true },
    });
  return sequential(
    embedding(outputs, width),
    positionalEncoding(width, { learned: true, maximumLength: length, batchFirst: true }),
    block(),
    block(),
    linear(width, outputs),
  );
}
