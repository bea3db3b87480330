import { select } from "@piecewise/expressions";
import { defineOptimizer } from "./optimizer.ts";

/**
 * Steps whose size grows while the gradient keeps its sign and shrinks when it turns; how large the gradient is does not
 * matter. For whole data sets, not for batches. Riedmiller and Braun, "RPROP", 1993. The first step has the size
 * `learningRate`; then it is multiplied by `etaPlus` or `etaMinus`, between `minimumStep` and `maximumStep`.
 *
 * @example
 * const w = parameter([1, -5]);
 * rprop([w], { learningRate: 0.1 }).step(backward(sum(mul(w, w))));
 * await w.array(); // [0.9, -4.9]
 */
export const rprop = defineOptimizer({
  name: "rprop",
  defaults: { learningRate: 0.01, etaMinus: 0.5, etaPlus: 1.2, minimumStep: 1e-6, maximumStep: 50 },
  wrong({ etaMinus, etaPlus }) {
    if (etaMinus > 0 && etaMinus < 1 && etaPlus > 1) return undefined;
    return `etaMinus must lie between 0 and 1, and etaPlus above 1, got ${etaMinus} and ${etaPlus}`;
  },
  slots: ["previous", "size"],
  update({ param, grad, ...values }, options) {
    const { learningRate, etaMinus, etaPlus, minimumStep, maximumStep, step } = options;
    const agreement = grad.times(values.previous);
    const turned = agreement.less(0);
    const factor = select(turned, etaMinus, select(agreement.greater(0), etaPlus, 1));
    const before = select(step.equal(1), learningRate, values.size);
    const size = before.times(factor).clip(minimumStep, maximumStep);
    const previous = select(turned, 0, grad); // After a turn it waits for a step.
    return { param: param.minus(previous.sign().times(size)), previous, size };
  },
});
