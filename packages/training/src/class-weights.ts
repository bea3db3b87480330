import { rowCount, type BatchSource, type Dataset } from "@piecewise/data";
import { DataError, parameter, scope, tensor, type Parameter, type Tensor } from "@piecewise/tensor";
import { isSource } from "./batch-source.ts";
import type { Loss } from "./loss.ts";

/** A factor for each class, or "balanced": rows / (classes · rows of the class), so that all classes count alike. */
export type ClassWeights = readonly number[] | "balanced";

/** A loss, and what it holds until it is disposed of. */
export interface HeldLoss {
  readonly loss: Loss;
  dispose(): void;
}

/** A loss that weighs classes. Throws at its first use if the loss takes no such weights. */
export function weighClasses(
  loss: Loss,
  given: ClassWeights | undefined,
  data: Dataset | BatchSource,
): HeldLoss {
  if (given === undefined) return { loss, dispose: () => {} };
  const numbers = given === "balanced" ? balanced(data) : given;
  const wrong = numbers.find((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong !== undefined || numbers.length === 0)
    throw new DataError(
      "fit",
      `classWeights must be finite numbers, at least 0, one for each class; got ${wrong ?? "none"}`,
    );
  const weights: Parameter = scope(() => parameter(tensor(numbers), { trainable: false }));
  return { loss: withWeights(loss, weights), dispose: () => weights.dispose() };
}

function withWeights(loss: Loss, weights: Tensor): Loss {
  let isTaken = false;
  const options = {
    get classWeights() {
      isTaken = true;
      return weights;
    },
  };
  // A loss that takes such options has more parameters than `Loss` says.
  const withOptions = loss as (prediction: Tensor, target: Tensor, given: typeof options) => Tensor;
  return (prediction, target) => {
    const value = withOptions(prediction, target, options);
    if (isTaken) return value;
    throw new DataError(
      "fit",
      "the loss took no notice of classWeights; use crossEntropy, or weigh in your own loss",
    );
  };
}

function balanced(data: Dataset | BatchSource): number[] {
  if (isSource(data) || !(data.targets.data instanceof Int32Array || data.classes !== undefined))
    throw new DataError(
      "fit",
      'classWeights: "balanced" needs labels in memory; give one number for each class',
    );
  const labels = data.targets.data;
  const classes = data.classes?.length ?? Math.max(...new Set(labels)) + 1;
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]++;
  const absent = counts.indexOf(0);
  if (absent >= 0)
    throw new DataError(
      "fit",
      `classWeights: "balanced" needs rows of every class, and there are none of class ${absent}`,
    );
  return counts.map((count) => rowCount(data) / (classes * count));
}
