import { defineOptimizer } from "./optimizer.ts";
import { blend } from "./running-means.ts";

/**
 * Steps in the parameter's own units: the root of the mean square of changes, over that of gradients. Zeiler, "ADADELTA: an
 * adaptive learning rate method", 2012.
 *
 * @example
 * const w = parameter([1, -1]);
 * adadelta([w]).step(backward(sum(mul(w, w))));
 * await w.array(); // [0.996838, -0.996838]
 */
export const adadelta = defineOptimizer({
  name: "adadelta",
  defaults: { learningRate: 1, rho: 0.9, epsilon: 1e-6, weightDecay: 0 },
  wrong: ({ rho }) => (rho <= 1 ? undefined : `rho must be at most 1, got ${rho}`),
  slots: ["square", "change"],
  update({ param, grad, ...values }, { learningRate, rho, epsilon, weightDecay }) {
    const decayed = grad.plus(param.times(weightDecay));
    const square = blend(values.square, decayed.square(), rho);
    const size = values.change.plus(epsilon).sqrt().dividedBy(square.plus(epsilon).sqrt());
    const step = size.times(decayed);
    return {
      param: param.minus(step.times(learningRate)),
      square,
      change: blend(values.change, step.square(), rho),
    };
  },
});
