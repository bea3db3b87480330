import * as A from "@piecewise/activations";
import { grad, sum, type Tensor } from "@piecewise/tensor";
import { describeOracle, numberIn } from "./describe.ts";
import type { Judgement } from "./judgement.ts";
import type { Operator } from "./run-case.ts";

const plain =
  (f: (x: Tensor) => Tensor): Operator =>
  ({ x }) =>
    f(x);
const along =
  (f: (x: Tensor, options: { axis: number }) => Tensor): Operator =>
  ({ x }, p) =>
    f(x, { axis: numberIn(p, "dim", -1) });
// PyTorch multiplies hardsigmoid's gradient by 1/6 rounded to float32, also in float64.
const sixth: Judgement = {
  of: "gradient of x",
  dtype: "float64",
  within: { absolute: 0, relative: 3e-8 },
  because: "1/6 has 24 bits there",
};
const atNaN: Judgement = {
  of: "gradient of x",
  elements: [4],
  are: 1,
  because: "x is NaN, so one number is as good as another",
};
const smooth = { tanh: A.tanh, sigmoid: A.sigmoid, gelu: A.gelu };

await describeOracle({
  suite: "activations",
  operators: {
    relu: plain(A.relu),
    leaky_relu: ({ x }, p) => A.leakyRelu(x, { negativeSlope: numberIn(p, "negative_slope", 0.01) }),
    rrelu_eval: ({ x }, p) => A.rrelu(x, { lower: numberIn(p, "lower", 0), upper: numberIn(p, "upper", 0) }),
    elu: ({ x }, p) => A.elu(x, { alpha: numberIn(p, "alpha", 1) }),
    selu: plain(A.selu),
    celu: ({ x }, p) => A.celu(x, { alpha: numberIn(p, "alpha", 1) }),
    gelu: ({ x }, p) => (p["approximate"] === "tanh" ? A.geluTanh(x) : A.gelu(x)),
    silu: plain(A.silu),
    mish: plain(A.mish),
    softplus: ({ x }, p) =>
      A.softplus(x, { beta: numberIn(p, "beta", 1), threshold: numberIn(p, "threshold", 20) }),
    softsign: plain(A.softsign),
    softshrink: ({ x }, p) => A.softshrink(x, { lambda: numberIn(p, "lambd", 0.5) }),
    hardshrink: ({ x }, p) => A.hardshrink(x, { lambda: numberIn(p, "lambd", 0.5) }),
    tanhshrink: plain(A.tanhshrink),
    hardtanh: ({ x }, p) =>
      A.hardtanh(x, { min: numberIn(p, "min_val", -1), max: numberIn(p, "max_val", 1) }),
    hardsigmoid: plain(A.hardsigmoid),
    hardswish: plain(A.hardswish),
    sigmoid: plain(A.sigmoid),
    log_sigmoid: plain(A.logSigmoid),
    tanh: plain(A.tanh),
    threshold: ({ x }, p) =>
      A.threshold(x, { threshold: numberIn(p, "threshold", 0), value: numberIn(p, "value", 0) }),
    prelu: ({ x, weight }) => A.prelu(x, weight),
    softmax: along(A.softmax),
    softmax2d: ({ x }) => A.softmax(x, { axis: 1 }),
    log_softmax: along(A.logSoftmax),
    softmin: along(A.softmin),
    glu: along(A.glu),
    second_derivative: ({ x }, p) => {
      const f = smooth[p["of"] as keyof typeof smooth];
      const first = grad((t) => sum(f(t)));
      return { outputs: { first: first(x), second: grad((t) => sum(first(t)))(x) } };
    },
  },
  judged: {
    "hardsigmoid/plot": [sixth],
    "hardsigmoid/rand": [sixth],
    "hardshrink/extreme": [atNaN],
    "hardtanh/extreme": [atNaN],
    "softshrink/extreme": [
      { of: "y", elements: [4], are: NaN, because: "x is NaN, and 0 would hide it" },
      atNaN,
    ],
    "hardswish/extreme": [
      { of: "y", elements: [3], are: 0, because: "x is -Infinity; 0 is the limit, and x · 0 gave NaN" },
    ],
  },
});
