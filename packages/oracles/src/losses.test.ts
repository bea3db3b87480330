import * as L from "@piecewise/losses";
import { describeOracle, numberIn } from "./describe.ts";
import type { OracleCase } from "./read.ts";

type Params = OracleCase["params"];

const reductionIn = ({ reduction }: Params) => ({ reduction }) as L.ReductionOption;
const later = "a later piece of work";

await describeOracle({
  suite: "losses",
  operators: {
    mse_loss: ({ input, target }, p) => L.meanSquaredError(input, target, reductionIn(p)),
    huber_loss: ({ input, target }, p) =>
      L.huber(input, target, { ...reductionIn(p), delta: numberIn(p, "delta", 1) }),
    cross_entropy: ({ input, target, weight }, p) =>
      L.crossEntropy(input, target, {
        ...reductionIn(p),
        labelSmoothing: numberIn(p, "label_smoothing", 0),
        ignoreIndex: numberIn(p, "ignore_index", -100),
        ...(weight === undefined ? {} : { classWeights: weight }),
      }),
    binary_cross_entropy_with_logits: ({ input, target, weight, pos_weight }, p) =>
      L.binaryCrossEntropyWithLogits(input, target, {
        ...reductionIn(p),
        ...(weight === undefined ? {} : { weight }),
        ...(pos_weight === undefined ? {} : { positiveWeight: pos_weight }),
      }),
  },
  absent: {
    l1_loss: later,
    smooth_l1_loss: later,
    nll_loss: later,
    binary_cross_entropy: later,
    kl_div: later,
    hinge_embedding_loss: later,
    multi_margin_loss: later,
    multilabel_margin_loss: later,
    multilabel_soft_margin_loss: later,
    soft_margin_loss: later,
    margin_ranking_loss: later,
    cosine_embedding_loss: later,
    triplet_margin_loss: later,
    poisson_nll_loss: later,
    gaussian_nll_loss: later,
    cosine_similarity: later,
  },
});
