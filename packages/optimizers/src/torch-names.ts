const moments = { mean: "exp_avg", square: "exp_avg_sq" } as const;
const withMaximum = { ...moments, maximumSquare: "max_exp_avg_sq" } as const;

/**
 * PyTorch's names for what optimizers keep, by optimizer and by our name of a slot or number: with them an `optimizerState` reads
 * as the entries of PyTorch's `state_dict()["state"]`. `step` has the same name there.
 *
 * @example
 * torchNames["adam"]; // {"mean":"exp_avg","square":"exp_avg_sq","maximumSquare":"max_exp_avg_sq"}
 */
export const torchNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sgd: { velocity: "momentum_buffer" },
  adagrad: { sum: "sum" },
  adadelta: { square: "square_avg", change: "acc_delta" },
  adam: withMaximum,
  adamW: withMaximum,
  nadam: { ...moments, muProduct: "mu_product" },
  radam: moments,
  adamax: { mean: "exp_avg", largest: "exp_inf" },
  rmsprop: { square: "square_avg", mean: "grad_avg", velocity: "momentum_buffer" },
  asgd: { average: "ax", eta: "eta", mu: "mu" },
  rprop: { previous: "prev", size: "step_size" },
};
