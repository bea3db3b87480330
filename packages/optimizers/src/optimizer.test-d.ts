import { parameter, zeros } from "@piecewise/tensor";
import { adam, cosine, defineOptimizer, sgd } from "./index.ts";

const w = parameter([1, 2]);

adam([w], { learningRate: cosine({ initial: 1, steps: 2 }), amsgrad: true, maximize: true });
adam(
  [
    { parameters: [w], learningRate: 0.1 },
    { parameters: [w], amsgrad: true },
  ],
  { beta1: 0.5 },
);

// @ts-expect-error: PyTorch's short names are not ours
adam([w], { lr: 1 });
// @ts-expect-error: in a group neither
adam([{ parameters: [w], lr: 1 }]);
// @ts-expect-error: a switch is no number
sgd([w], { nesterov: 1 });
// @ts-expect-error: nobody changes a plain tensor
sgd([zeros([2])]);
// @ts-expect-error: parameters or groups, not both
sgd([w, { parameters: [w] }]);

defineOptimizer({
  name: "counting",
  defaults: { learningRate: 0.1 },
  slots: ["mean"],
  slotsWhen: { largest: ({ learningRate }) => learningRate > 0 },
  numbers: { count: 0 },
  next: ({ count }, { step }) => ({ count: count + step }),
  update: ({ param, grad, mean, largest }, { learningRate, count }) => ({
    param: param.minus(grad.times(learningRate).times(count)),
    mean,
    largest: largest?.maximum(mean),
  }),
});

defineOptimizer({
  name: "forgetful",
  defaults: {},
  slots: ["mean"],
  // @ts-expect-error: the new value of the slot is missing
  update: ({ param }) => ({ param }),
});
