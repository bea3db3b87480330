import { constant, type Expression } from "@piecewise/expressions";
import { defineOptimizer } from "./optimizer.ts";
import { betasTooLarge, blend, weightsSum } from "./running-means.ts";

/**
 * Adam with Nesterov's momentum: the step already looks at where the mean is going. Dozat, "Incorporating Nesterov momentum
 * into Adam", 2016. The momentum rises slowly to beta1, by `momentumDecay`.
 *
 * @example
 * const w = parameter([1, -1]);
 * nadam([w], { learningRate: 0.1 }).step(backward(sum(mul(w, w))));
 * await w.array(); // [0.895047, -0.895047]
 */
export const nadam = defineOptimizer({
  name: "nadam",
  defaults: {
    learningRate: 0.002,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0,
    momentumDecay: 0.004,
  },
  wrong: betasTooLarge,
  slots: ["mean", "square"],
  numbers: { muProduct: 1, nextProduct: 1 },
  next(before, { beta1, momentumDecay, step }) {
    const mu = (at: number) => beta1 * (1 - 0.5 * 0.96 ** (at * momentumDecay));
    const muProduct = timesInFloat32(before.muProduct, mu(step));
    const again = timesInFloat32(muProduct, mu(step));
    return { muProduct, nextProduct: timesInFloat32(again, mu(step + 1)) };
  },
  update({ param, grad, ...values }, options) {
    const { learningRate, beta1, beta2, epsilon, weightDecay, momentumDecay, step, muProduct, nextProduct } =
      options;
    const one = constant(1);
    const decayed = grad.plus(param.times(weightDecay));
    const mean = blend(values.mean, decayed, beta1);
    const square = blend(values.square, decayed.square(), beta2);
    const mu = (at: Expression) =>
      beta1.times(one.minus(constant(0.96).power(at.times(momentumDecay)).times(0.5)));
    const next = mu(step.plus(1));
    const ofGradient = one.minus(mu(step)).dividedBy(one.minus(muProduct));
    const ofMean = next.dividedBy(one.minus(nextProduct));
    const scale = square.dividedBy(weightsSum(beta2, step)).sqrt().plus(epsilon);
    const direction = decayed.times(ofGradient).plus(mean.times(ofMean)).dividedBy(scale);
    return { param: param.minus(direction.times(learningRate)), mean, square };
  },
});

const timesInFloat32 = (a: number, b: number) => Math.fround(a * Math.fround(b));
