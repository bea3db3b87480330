import { select } from "@piecewise/expressions";
import { defineOptimizer } from "./optimizer.ts";

/**
 * Stochastic gradient descent, with momentum (Polyak 1964; Sutskever et al. 2013 for `nesterov`) and weight decay, in
 * PyTorch's form: the first step's velocity is the gradient itself, and without momentum there is no dampening.
 *
 * @example
 * const w = parameter([1, 2]);
 * const optimizer = sgd([w], { learningRate: 0.5 });
 * optimizer.step(backward(sum(mul(w, w))));
 * await w.array(); // [0, 0]
 */
export const sgd = defineOptimizer({
  name: "sgd",
  defaults: { learningRate: 0.01, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false },
  wrong({ momentum, dampening, nesterov }) {
    if (!nesterov || (momentum > 0 && dampening === 0)) return undefined;
    return `nesterov needs momentum above 0 and no dampening, got ${momentum} and ${dampening}`;
  },
  slots: [],
  slotsWhen: { velocity: ({ momentum }) => momentum > 0 },
  update({ param, grad, velocity }, { learningRate, momentum, dampening, weightDecay, nesterov, step }) {
    const decayed = grad.plus(param.times(weightDecay));
    if (velocity === undefined) return { param: param.minus(decayed.times(learningRate)) };
    const later = velocity.times(momentum).plus(decayed.times(dampening.negate().plus(1)));
    const moving = select(step.equal(1), decayed, later);
    const direction = nesterov ? decayed.plus(moving.times(momentum)) : moving;
    return { param: param.minus(direction.times(learningRate)), velocity: moving };
  },
});
