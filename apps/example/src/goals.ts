import {
  accuracy,
  binaryCrossEntropyWithLogits,
  chooseActivation,
  crossEntropy,
  meanAbsoluteErrorMetric,
  meanSquaredError,
  operations,
  type Loss,
  type Metric,
  type Task,
} from "piecewise";
import type { Splits } from "./data-sets.ts";
import { nextCharacterAccuracy, nextCharacterLoss } from "./text.ts";

/** What a model is trained for. */
export interface Goal {
  /** How many numbers it answers with. */
  readonly outputs: number;
  readonly loss: Loss;
  readonly metrics: readonly [Metric];
  /** Which activation its output has, and why. */
  readonly explanation: string;
}

type Answer = Pick<Goal, "loss"> & { readonly metric: Metric };

const { cast, reshape } = operations;

/** One logit for a label 0 or 1. */
const binaryAccuracy: Metric = {
  name: "accuracy",
  total: (prediction, target) => accuracy.total(reshape(prediction, [-1]), cast(target, "float32")),
};

const answers = {
  multiclass: { loss: crossEntropy, metric: accuracy },
  binary: {
    loss: (prediction, target) =>
      binaryCrossEntropyWithLogits(reshape(prediction, [-1]), cast(target, "float32")),
    metric: binaryAccuracy,
  },
  regression: { loss: meanSquaredError, metric: meanAbsoluteErrorMetric },
} satisfies Partial<Record<Task, Answer>>;

/** What to make small and what to measure, as `chooseActivation` advises for such data. */
export function goalOf({ kind, classes }: Pick<Splits, "kind" | "classes">): Goal {
  const task =
    classes === undefined ? "regression" : kind === "table" && classes.length === 2 ? "binary" : "multiclass";
  const { loss, metric }: Answer =
    kind === "text" ? { loss: nextCharacterLoss, metric: nextCharacterAccuracy } : answers[task];
  return {
    outputs: task === "multiclass" ? classes!.length : 1,
    loss,
    metrics: [metric],
    explanation: explanationOf(task),
  };
}

function explanationOf(task: Task): string {
  const { activation, loss = "", why } = chooseActivation({ layer: "output", task });
  return `${task}: output ${activation}, loss ${loss}: ${why}`;
}
