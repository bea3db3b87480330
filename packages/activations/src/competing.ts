import * as operations from "@piecewise/tensor";
import { neg, type AxisOption, type Tensor } from "@piecewise/tensor";

/** What is known about an activation whose outputs depend on several inputs. */
export interface CompetingFacts {
  readonly name: string;
  readonly formula: string;
  readonly range: readonly [number, number];
  readonly output?: { readonly task: string; readonly loss: string };
}

/** eˣ / Σ eˣ along an axis (the last unless given): probabilities of classes that exclude each other. Bridle, 1990. */
export const softmax = describe(operations.softmax, {
  name: "softmax",
  formula: "exp(xᵢ) / Σⱼ exp(xⱼ)",
  range: [0, 1],
  output: { task: "one of several classes", loss: "crossEntropy" },
});

/** log(softmax(x)) along an axis, stable. It leaves logarithms of probabilities as they are, so `crossEntropy` takes both. */
export const logSoftmax = describe(operations.logSoftmax, {
  name: "logSoftmax",
  formula: "xᵢ − log Σⱼ exp(xⱼ)",
  range: [-Infinity, 0],
  output: { task: "one of several classes", loss: "crossEntropy" },
});

/** softmax(−x) along an axis: the smallest gets most. */
export const softmin = describe(
  (x: Tensor, options: AxisOption = {}) => operations.softmax(neg(x), options),
  {
    name: "softmin",
    formula: "exp(−xᵢ) / Σⱼ exp(−xⱼ)",
    range: [0, 1],
  },
);

function describe<F extends (...args: never[]) => Tensor>(
  f: F,
  facts: CompetingFacts,
): F & { readonly facts: CompetingFacts } {
  const named = ((...args: never[]) => f(...args)) as F;
  Object.defineProperty(named, "name", { value: facts.name });
  return Object.assign(named, { facts });
}
