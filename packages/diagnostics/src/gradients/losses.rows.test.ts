import * as losses from "@piecewise/losses";
import * as operations from "@piecewise/tensor";
import { tensor, zeros, type Tensor } from "@piecewise/tensor";
import { apart, labels, positive, probabilities, some, type Row } from "./inputs.rows.test.ts";

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
  ["meanAbsoluteError", (p) => losses.meanAbsoluteError(p, zerosLike(p)), apart(2, 3)],
  ["smoothL1", (p) => losses.smoothL1(p, zerosLike(p), { beta: 0.5 }), apart(2, 3)],
  ["negativeLogLikelihood", (x) => losses.negativeLogLikelihood(x, labels()), some(3, 3)],
  ["binaryCrossEntropy", (x, t) => losses.binaryCrossEntropy(x, t), probabilities(2, 3), probabilities(2, 3)],
  ["klDivergence", (x, p) => losses.klDivergence(x, p), some(2, 3), probabilities(2, 3)],
  ["klDivergence", (x, t) => losses.klDivergence(x, t, { logTarget: true }), some(2, 3), some(2, 3)],
  ["hinge", (x) => losses.hinge(x, signs(x)), apart(4)],
  ["softMargin", (x) => losses.softMargin(x, signs(x)), some(4)],
  ["marginRanking", (a, b) => losses.marginRanking(a, b, signs(a), { margin: 0.1 }), apart(4), some(4)],
  ["multilabelSoftMargin", (x, t) => losses.multilabelSoftMargin(x, t), some(2, 3), probabilities(2, 3)],
  ["multiMargin", (x) => losses.multiMargin(x, labels(), { power: 2 }), apart(3, 3)],
  ["multilabelMargin", (x) => losses.multilabelMargin(x, labelLists()), apart(2, 3)],
  ["cosineSimilarity", (a, b) => losses.cosineSimilarity(a, b), some(2, 3), some(2, 3)],
  ["cosineEmbedding", (a, b) => losses.cosineEmbedding(a, b, signs(a, 2)), some(2, 3), some(2, 3)],
  [
    "tripletMargin",
    (a, b, c) => losses.tripletMargin(a, b, c, { margin: 3 }),
    ...[some(2, 3), some(2, 3), some(2, 3)],
  ],
  [
    "poissonNegativeLogLikelihood",
    (x, t) => losses.poissonNegativeLogLikelihood(x, t),
    some(2, 3),
    some(2, 3),
  ],
  [
    "gaussianNegativeLogLikelihood",
    (x, t, v) => losses.gaussianNegativeLogLikelihood(x, t, v, { full: true }),
    ...[some(2, 3), some(2, 3), positive(2, 3)],
  ],
];

const zerosLike = (x: Tensor) => zeros(x.shape, { dtype: x.dtype });

/** 1, −1, 1, … */
const signs = (x: Tensor, count = x.size): Tensor =>
  tensor(
    Float64Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 1 : -1)),
    { dtype: x.dtype },
  );

const labelLists = () => tensor([[2, 0, -1], [1, -1, 0]], { dtype: "int32" }); // prettier-ignore
