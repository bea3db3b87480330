import { DataError } from "@piecewise/tensor";

/** Where the activation stands, and what the network is for. An output layer depends on its task, a hidden one does not. */
export type Question =
  | (Circumstances & { readonly layer: "hidden"; readonly task?: Task })
  | (Circumstances & { readonly layer: "output"; readonly task: Task });

/** What matters to hidden layers. */
export interface Circumstances {
  /** What the hidden layers are; "mlp" unless given. */
  readonly network?: "mlp" | "cnn" | "rnn" | "transformer";
  /** Hidden units have died, or gradients have vanished, with the usual choice. */
  readonly trouble?: "dead units" | "vanishing gradients";
}

/** What a model answers: a number, a positive number, yes or no, one of several classes, or several labels at once. */
export type Task = "regression" | "positive regression" | "binary" | "multiclass" | "multilabel";

type Network = NonNullable<Circumstances["network"]>;
type Trouble = NonNullable<Circumstances["trouble"]>;

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

const hidden: Readonly<Record<Network, Choice>> = {
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

/** What changes in a hidden layer that does not learn. */
const remedies: Readonly<Record<Trouble, (network: Network) => Partial<Choice>>> = {
  "dead units": (network) =>
    network === "rnn"
      ? { why: "tanh has no dead units: a unit that stays at ±1 needs smaller weights or inputs" }
      : { activation: "leakyRelu", why: "its slope below 0 lets a dead unit come back" },
  "vanishing gradients": (network) =>
    network === "rnn"
      ? { why: "keep tanh, and use lstm or gru: their gates let the gradient pass many steps" }
      : {
          why: "keep it: its slope is 1 where it is on; what helps is normalisation, or residual connections",
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
  const { layer, task, network = "mlp", trouble } = question;
  if (layer === "output") return named("task", outputs, task);
  if (layer !== "hidden") throw wrong("layer", ["hidden", "output"], layer);
  const usual = named("network", hidden, network);
  return trouble === undefined ? usual : { ...usual, ...named("trouble", remedies, trouble)(network) };
}

/** The row of a table that an option names. */
function named<Row>(option: string, table: Readonly<Record<string, Row>>, name: string | undefined): Row {
  if (name !== undefined && Object.hasOwn(table, name)) return table[name];
  throw wrong(option, Object.keys(table), name);
}

function wrong(option: string, allowed: readonly string[], got: unknown): Error {
  const names = allowed.map((name) => `"${name}"`).join(", ");
  return new DataError("chooseActivation", `${option} must be one of ${names}; got ${String(got)}`);
}
