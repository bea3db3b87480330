import { DataError } from "@piecewise/tensor";

/** Where the activation stands, and what the network is for. */
export interface Question {
  readonly layer: "hidden" | "output";
  readonly task?: Task;
  /** What the hidden layers are; "mlp" unless given. */
  readonly network?: "mlp" | "cnn" | "rnn" | "transformer";
  /** Hidden units have died, or gradients have vanished, with the usual choice. */
  readonly trouble?: "dead units" | "vanishing gradients";
}

/** What a model answers: a number, a positive number, yes or no, one of several classes, or several labels at once. */
export type Task = "regression" | "positive regression" | "binary" | "multiclass" | "multilabel";

/** What to use, and why. */
export interface Choice {
  /** The name of an activation of this package, or "identity" for none. */
  readonly activation: string;
  /** In which form the model should give its answer to the loss. */
  readonly inModel: "activation" | "logits";
  readonly loss?: string;
  readonly initializer?: string;
  readonly why: string;
}

const outputs: Readonly<Record<Task, Choice>> = {
  regression: {
    activation: "identity",
    inModel: "activation",
    loss: "meanSquaredError",
    why: "the answer may be any number, so nothing may bend it; use huber where outliers occur",
  },
  "positive regression": {
    activation: "softplus",
    inModel: "activation",
    loss: "meanSquaredError",
    why: "softplus is positive and never flat above 0; ReLU could be stuck at 0 with no gradient",
  },
  binary: {
    activation: "sigmoid",
    inModel: "logits",
    loss: "binaryCrossEntropyWithLogits",
    why: "one probability; the loss takes the sigmoid itself, so that log(0) cannot occur: give it logits",
  },
  multiclass: {
    activation: "softmax",
    inModel: "logits",
    loss: "crossEntropy",
    why: "probabilities that exclude each other; the loss takes the softmax itself: give it logits",
  },
  multilabel: {
    activation: "sigmoid",
    inModel: "logits",
    loss: "binaryCrossEntropyWithLogits",
    why: "one probability for each label, none at the expense of another; the loss takes the sigmoid itself",
  },
};

const hidden: Readonly<Record<NonNullable<Question["network"]>, Choice>> = {
  mlp: {
    activation: "relu",
    inModel: "activation",
    initializer: "kaimingNormal",
    why: "cheap, slope 1 where it is on, and about half of the units are exactly 0",
  },
  cnn: {
    activation: "relu",
    inModel: "activation",
    initializer: "kaimingNormal",
    why: "cheap, slope 1 where it is on; with batch normalisation before it units rarely die",
  },
  rnn: {
    activation: "tanh",
    inModel: "activation",
    initializer: "xavierNormal",
    why: "the state is fed back at every step, and a bounded one cannot explode",
  },
  transformer: {
    activation: "gelu",
    inModel: "activation",
    initializer: "xavierNormal",
    why: "smooth, and what the published models were trained with; silu does as well",
  },
};

/**
 * Which activation to use in a layer, with the loss or the initialiser that goes with it, and why.
 *
 * @example
 * chooseActivation({ layer: "hidden" }).activation; // "relu"
 * chooseActivation({ layer: "output", task: "multiclass" }).loss; // "crossEntropy"
 */
export function chooseActivation(question: Question): Choice {
  const { layer, task = "regression", network = "mlp", trouble } = question;
  if (layer === "output") return known("task", outputs, task);
  if (layer !== "hidden") throw wrong("layer", ["hidden", "output"], layer);
  if (trouble === "dead units" && network !== "rnn")
    return {
      ...hidden[network],
      activation: "leakyRelu",
      why: "its slope below 0 lets a dead unit come back",
    };
  if (trouble === "vanishing gradients" && network === "rnn")
    return {
      ...hidden.rnn,
      why: "keep tanh, and use lstm or gru: their gates let the gradient pass many steps",
    };
  return known("network", hidden, network);
}

function known<Name extends string>(
  option: string,
  table: Readonly<Record<Name, Choice>>,
  name: Name,
): Choice {
  if (Object.hasOwn(table, name)) return table[name];
  throw wrong(option, Object.keys(table), name);
}

function wrong(option: string, allowed: readonly string[], got: unknown): Error {
  return new DataError(
    "chooseActivation",
    `${option} must be one of ${allowed.join(", ")}; got ${String(got)}`,
  );
}
