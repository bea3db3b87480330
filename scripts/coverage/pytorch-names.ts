/** Where PyTorch's cases call an operation otherwise than by our name with underscores, or several kinds belong to one. */
const others: Readonly<Record<string, readonly string[]>> = {
  matmul: ["ops/matmul", "ops/bmm", "ops/addmm", "ops/tensordot"],
  equal: ["ops/eq"],
  less: ["ops/lt"],
  lessEqual: ["ops/le"],
  greater: ["ops/gt"],
  greaterEqual: ["ops/ge"],
  pow: ["ops/pow_scalar"],
  clip: ["ops/clamp"],
  max: ["ops/max", "ops/amax", "ops/max_dim"],
  min: ["ops/amin", "ops/min_dim"],
  norm: ["ops/norm1", "ops/norm2", "ops/norm_fro"],
  variance: ["ops/var"],
  standardDeviation: ["ops/std"],
  logSumExp: ["ops/logsumexp"],
  cumulativeSum: ["ops/cumsum"],
  cumulativeProduct: ["ops/cumprod"],
  logCumulativeSumExp: ["ops/logcumsumexp"],
  gather: ["ops/gather", "ops/take_along_dim"],
  scatter: ["ops/scatter", "ops/scatter_value"],
  tile: ["ops/repeat"],
  diagonal: ["ops/diag", "ops/trace"],
  isNaN: ["ops/isnan"],
  isFinite: ["ops/isfinite"],
  nonZero: ["ops/nonzero"],
  topK: ["ops/topk"],
  kthValue: ["ops/kthvalue"],
  squeeze: ["ops/squeeze_unsqueeze"],
  expandDims: ["ops/squeeze_unsqueeze"],
  transpose: ["ops/permute_reshape"],
  rrelu: ["activations/rrelu_eval"],
  softmax: ["activations/softmax", "activations/softmax2d"],
  meanSquaredError: ["losses/mse_loss"],
  meanAbsoluteError: ["losses/l1_loss"],
  smoothL1: ["losses/smooth_l1_loss"],
  huber: ["losses/huber_loss"],
  negativeLogLikelihood: ["losses/nll_loss"],
  klDivergence: ["losses/kl_div"],
  hinge: ["losses/hinge_embedding_loss"],
  poissonNegativeLogLikelihood: ["losses/poisson_nll_loss"],
  gaussianNegativeLogLikelihood: ["losses/gaussian_nll_loss"],
};

/** The names of PyTorch's cases that go through an operation. */
export function pytorchNames(name: string): readonly string[] {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const suites = ["ops", "activations", "layers"].map((suite) => `${suite}/${snake}`);
  return others[name] ?? [...suites, `losses/${snake}`, `losses/${snake}_loss`];
}
