import * as L from "@piecewise/losses";
import { describeOracle, numberIn } from "./describe.ts";
import type { OracleCase } from "./read.ts";
import type { Named } from "./run-case.ts";

type Params = OracleCase["params"];

const reductionIn = ({ reduction }: Params) => ({ reduction }) as L.ReductionOption;
const marginIn = (p: Params, preset: number) => ({
  ...reductionIn(p),
  margin: numberIn(p, "margin", preset),
});
const weightIn = ({ weight }: Named) => (weight === undefined ? {} : { weight });
const classesIn = ({ weight }: Named) => (weight === undefined ? {} : { classWeights: weight });

await describeOracle({
  suite: "losses",
  operators: {
    mse_loss: ({ input, target }, p) => L.meanSquaredError(input, target, reductionIn(p)),
    l1_loss: ({ input, target }, p) => L.meanAbsoluteError(input, target, reductionIn(p)),
    smooth_l1_loss: ({ input, target }, p) =>
      L.smoothL1(input, target, { ...reductionIn(p), beta: numberIn(p, "beta", 1) }),
    huber_loss: ({ input, target }, p) =>
      L.huber(input, target, { ...reductionIn(p), delta: numberIn(p, "delta", 1) }),
    cross_entropy: ({ input, target, ...rest }, p) =>
      L.crossEntropy(input, target, {
        ...reductionIn(p),
        ...classesIn(rest),
        labelSmoothing: numberIn(p, "label_smoothing", 0),
        ignoreIndex: numberIn(p, "ignore_index", -100),
      }),
    nll_loss: ({ input, target, ...rest }, p) =>
      L.negativeLogLikelihood(input, target, {
        ...reductionIn(p),
        ...classesIn(rest),
        ignoreIndex: numberIn(p, "ignore_index", -100),
      }),
    binary_cross_entropy: ({ input, target, ...rest }, p) =>
      L.binaryCrossEntropy(input, target, { ...reductionIn(p), ...weightIn(rest) }),
    binary_cross_entropy_with_logits: ({ input, target, pos_weight, ...rest }, p) =>
      L.binaryCrossEntropyWithLogits(input, target, {
        ...reductionIn(p),
        ...weightIn(rest),
        ...(pos_weight === undefined ? {} : { positiveWeight: pos_weight }),
      }),
    kl_div: ({ input, target }, { reduction, log_target }) =>
      L.klDivergence(input, target, {
        logTarget: log_target === true,
        reduction: reduction === "batchmean" ? "batchMean" : (reduction as "mean"),
      }),
    hinge_embedding_loss: ({ input, target }, p) => L.hinge(input, target, marginIn(p, 1)),
    soft_margin_loss: ({ input, target }, p) => L.softMargin(input, target, reductionIn(p)),
    margin_ranking_loss: ({ x1, x2, target }, p) => L.marginRanking(x1, x2, target, marginIn(p, 0)),
    multi_margin_loss: ({ input, target, ...rest }, p) =>
      L.multiMargin(input, target, {
        ...marginIn(p, 1),
        ...classesIn(rest),
        power: numberIn(p, "p", 1) as 1,
      }),
    multilabel_margin_loss: ({ input, target }, p) => L.multilabelMargin(input, target, reductionIn(p)),
    multilabel_soft_margin_loss: ({ input, target, ...rest }, p) =>
      L.multilabelSoftMargin(input, target, { ...reductionIn(p), ...weightIn(rest) }),
    cosine_similarity: ({ x1, x2 }, p) =>
      L.cosineSimilarity(x1, x2, { axis: numberIn(p, "dim", 1), epsilon: numberIn(p, "eps", 1e-8) }),
    cosine_embedding_loss: ({ x1, x2, target }, p) => L.cosineEmbedding(x1, x2, target, marginIn(p, 0)),
    triplet_margin_loss: ({ anchor, positive, negative }, p) =>
      L.tripletMargin(anchor, positive, negative, {
        ...marginIn(p, 1),
        power: numberIn(p, "p", 2),
        epsilon: numberIn(p, "eps", 1e-6),
        swap: p["swap"] === true,
      }),
    poisson_nll_loss: ({ input, target }, p) =>
      L.poissonNegativeLogLikelihood(input, target, {
        ...reductionIn(p),
        logInput: p["log_input"] !== false,
        full: p["full"] === true,
        epsilon: numberIn(p, "eps", 1e-8),
      }),
    gaussian_nll_loss: ({ input, target, var: variance }, p) =>
      L.gaussianNegativeLogLikelihood(input, target, variance, {
        ...reductionIn(p),
        full: p["full"] === true,
        epsilon: numberIn(p, "eps", 1e-6),
      }),
  },
});
