import { constant, select } from "@piecewise/expressions";
import { defineOptimizer } from "./optimizer.ts";

/**
 * Gradient descent that keeps an average of the parameters from step `t0` on, in the slot `average`. Polyak and Juditsky,
 * "Acceleration of stochastic approximation by averaging", 1992. `lambda` is its decay term, `alpha` the power by which the
 * rate falls. As in PyTorch, a step's rate comes from the options of the step before.
 *
 * @example
 * const w = parameter([1, -1]);
 * asgd([w], { learningRate: 0.1, lambda: 0 }).step(backward(sum(mul(w, w))));
 * await w.array(); // [0.8, -0.8]
 */
export const asgd = defineOptimizer({
  name: "asgd",
  defaults: { learningRate: 0.01, lambda: 0.0001, alpha: 0.75, t0: 1e6, weightDecay: 0 },
  slots: ["average"],
  // `rate` and `share` are of this step, `eta` and `mu` of the next. PyTorch keeps these in float32, so we round as it does.
  numbers: { rate: 0, share: 1, eta: 0, mu: 1 },
  next({ eta, mu }, { learningRate, lambda, alpha, t0, step }) {
    return {
      rate: step === 1 ? Math.fround(learningRate) : eta,
      share: mu,
      eta: Math.fround(learningRate / (1 + lambda * learningRate * step) ** alpha),
      mu: Math.fround(1 / Math.max(1, step - t0)),
    };
  },
  update({ param, grad, average }, { lambda, weightDecay, rate, share }) {
    const decayed = grad.plus(param.times(weightDecay));
    const later = param.times(constant(1).minus(lambda.times(rate))).minus(decayed.times(rate));
    return {
      param: later,
      average: select(share.equal(1), later, average.plus(later.minus(average).times(share))),
    };
  },
});
