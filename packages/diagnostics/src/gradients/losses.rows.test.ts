import * as losses from "@piecewise/losses";
import * as operations from "@piecewise/tensor";
import { tensor } from "@piecewise/tensor";
import { apart, labels, probabilities, some, type Row } from "./inputs.rows.test.ts";

export const lossRows: Row[] = [
  ["meanSquaredError", (p, t) => losses.meanSquaredError(p, t), some(2, 3), some(2, 3)],
  ["huber", (p, t) => losses.huber(p, t, { delta: 0.5 }), apart(2, 3), some(2, 3)],
  ["crossEntropy", (x) => losses.crossEntropy(x, labels(), { labelSmoothing: 0.1 }), some(3, 3)],
  ["crossEntropy", (x) => losses.crossEntropy(x, labels()), some(3, 3)],
  ...(["none", "sum", "mean"] as const).map((reduction): Row => [
    "softmaxCrossEntropy",
    (x) => operations.softmaxCrossEntropy(x, labels(), { reduction, ignoreIndex: 1 }),
    some(3, 3),
  ]),
  ["crossEntropy", (x, p) => losses.crossEntropy(x, p), some(2, 3), probabilities(2, 3)],
  [
    "binaryCrossEntropyWithLogits",
    (x) =>
      losses.binaryCrossEntropyWithLogits(x, tensor([1, 0, 0.3], { dtype: x.dtype }), {
        positiveWeight: tensor(2, { dtype: x.dtype }),
      }),
    some(3),
  ],
];
