import * as activations from "@piecewise/activations";
import { js } from "@piecewise/backend-js";
import { wasm } from "@piecewise/backend-wasm";
import * as losses from "@piecewise/losses";
import * as operations from "@piecewise/tensor";
import {
  clip,
  concat,
  conv2d,
  grad,
  mul,
  normal,
  seeded,
  sum,
  tensor,
  useBackend,
  type Backend,
  type Nested,
  type Tensor,
} from "@piecewise/tensor";
import { afterAll, describe, expect, it } from "vitest";
import { checkGradient } from "./check-gradient.ts";

/** What to differentiate: a function, and inputs at which it is smooth. */
type Row = readonly [name: string, f: Differentiable, ...inputs: Tensor[]];
type Differentiable = (...inputs: Tensor[]) => Tensor;

const comparisons = new Set(
  "equal notEqual less lessEqual greater greaterEqual logicalAnd logicalOr logicalNot isNaN isFinite".split(
    " ",
  ),
);

const float64 = { dtype: "float64" } as const;
const indices = (values: Nested) => tensor(values, { dtype: "int32" });
const labels = () => indices([2, 0, 1]);
let drawn = 0;

/** Random numbers, different for each call. */
const some = (...shape: number[]): Tensor => normal(shape, { ...float64, random: seeded(++drawn) });
/** Random numbers above one half. */
const positive = (...shape: number[]): Tensor => operations.add(operations.abs(some(...shape)), 0.5);
/** Random numbers between −0.9 and 0.9. */
const small = (...shape: number[]): Tensor => mul(operations.tanh(some(...shape)), 0.9);
/** Different numbers at least 0.37 apart and away from 0, 1, 3 and 6, where formulas have kinks. */
const apart = (...shape: number[]): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, (_, i) => (((i * 7) % size) - size / 2) * 0.37 + 0.123);
  return tensor(Float64Array.from(values), { shape });
};
const probabilities = (...shape: number[]): Tensor => operations.softmax(some(...shape));

/** Elementwise operations are found through the exports and tried between 0 and 1, where every one of them is smooth. */
const elementwise = Object.entries(operations).flatMap(([name, f]): Row[] => {
  if (typeof f !== "function" || !("elementwise" in f) || comparisons.has(name)) return [];
  const inputs = Array.from({ length: f.elementwise.inputs }, () => operations.sigmoid(some(2, 3)));
  return [[name, f as Differentiable, ...inputs]];
});

const arithmetic: Row[] = [
  ["add", operations.add, some(2, 3), some(3)],
  ["sub", operations.sub, some(2, 1), some(2, 3)],
  ["mul", operations.mul, some(2, 3), some(1, 3)],
  ["div", operations.div, some(2, 3), positive(3)],
  ["pow", operations.pow, positive(2, 3), some(3)],
  ["remainder", operations.remainder, apart(2, 3), tensor([5.01, 4.02, 3.1], float64)],
  ["maximum", operations.maximum, apart(2, 3), some(3)],
  ["minimum", operations.minimum, apart(2, 3), some(3)],
  ["where", (a, b) => operations.where(tensor([true, false, true]), a, b), some(2, 3), some(3)],
  ["clip", (x) => clip(x, { min: -0.5, max: 0.6 }), apart(5)],
];

const unary: Row[] = [
  ...(
    ["neg", "square", "exp", "expm1", "sigmoid", "erf", "sin", "cos", "sinh", "cosh", "tanh", "atan"] as const
  ).map((name): Row => [name, operations[name], some(5)]),
  ...(["abs", "sign", "floor", "ceil", "round"] as const).map((name): Row => [
    name,
    operations[name],
    apart(5),
  ]),
  ...(["reciprocal", "log", "log1p", "sqrt", "rsqrt"] as const).map((name): Row => [
    name,
    operations[name],
    positive(5),
  ]),
  ...(["asin", "acos", "tan"] as const).map((name): Row => [name, operations[name], small(5)]),
  ["atan2", operations.atan2, some(2, 3), positive(3)],
  ["cast", (x) => operations.cast(x, x.dtype), some(3)],
];

const reductions: Row[] = [
  ["sum", (x) => operations.sum(x, { axis: [0, 2] }), some(2, 3, 2)],
  ["mean", (x) => operations.mean(x, { axis: -1, keepDims: true }), some(2, 3)],
  ["prod", (x) => operations.prod(x, { axis: 1 }), some(2, 3)],
  ["prod", (x) => operations.prod(x), tensor([2, 0, 3, 0.5], float64)],
  ["max", (x) => operations.max(x, { axis: [0, 2] }), apart(2, 3, 2)],
  ["min", (x) => operations.min(x, { axis: 1 }), apart(2, 3)],
  ["variance", (x) => operations.variance(x, { axis: 0 }), some(4, 2)],
  ["standardDeviation", (x) => operations.standardDeviation(x, { axis: 1, correction: 0 }), some(2, 4)],
  ["logSumExp", (x) => operations.logSumExp(x, { axis: 1 }), some(2, 3)],
  ["cumulativeSum", (x) => operations.cumulativeSum(x, { axis: 1 }), some(2, 4)],
  ["norm", (x) => operations.norm(x, { axis: 1 }), some(2, 3)],
  ["norm", (x) => operations.norm(x, { order: 3 }), apart(5)],
  ["softmax", (x) => operations.softmax(x, { axis: 0 }), some(3, 2)],
  ["logSoftmax", (x) => operations.logSoftmax(x), some(2, 3)],
];

const products: Row[] = [
  ["matmul", operations.matmul, some(2, 3), some(3, 4)],
  ...[true, false].flatMap((transposeA) =>
    [true, false].map((transposeB): Row => {
      const [a, b] = [transposeA ? some(3, 2) : some(2, 3), transposeB ? some(4, 3) : some(3, 4)];
      return ["matmul", (x, y) => operations.matmul(x, y, { transposeA, transposeB }), a, b];
    }),
  ),
  ["matmul", operations.matmul, some(2, 1, 2, 3), some(3, 3, 2)],
  ["matmul", operations.matmul, some(3), some(3, 2)],
  ["matmul", operations.matmul, some(2, 2, 3), some(3, 2)],
  ["linear", (x, w, bias) => operations.linear(x, w, bias), some(2, 3), some(4, 3), some(4)],
  ["linear", (x, w) => operations.linear(x, w), some(2, 2, 3), some(4, 3)],
  ...[activations.relu, activations.relu6, activations.tanh].map((activation): Row => {
    const options = { activation };
    return ["linear", (x, w, bias) => operations.linear(x, w, bias, options), apart(2, 3), apart(4, 3), apart(4)]; // prettier-ignore
  }),
  ["dot", operations.dot, some(3), some(3)],
  ["outer", operations.outer, some(2), some(3)],
];

const shapes: Row[] = [
  ["reshape", (x) => operations.reshape(x, [3, -1]), some(2, 3)],
  ["squeeze", (x) => operations.squeeze(x), some(2, 1, 3)],
  ["expandDims", (x) => operations.expandDims(x, 1), some(2, 3)],
  ["flatten", (x) => operations.flatten(x), some(2, 2, 2)],
  ["transpose", (x) => operations.transpose(x, [2, 0, 1]), some(2, 3, 2)],
  ["broadcastTo", (x) => operations.broadcastTo(x, [2, 3, 2]), some(3, 1)],
  ["slice", (x) => operations.slice(x, [{ start: 1, step: 2 }, -1, { step: -1 }]), some(4, 2, 3)],
  ["flip", (x) => operations.flip(x, 1), some(2, 3)],
  ["split", (x) => mul(operations.split(x, 2, { axis: 1 })[1], 2), some(2, 4)],
  ["diagonal", (x) => operations.diagonal(x, { offset: -1 }), some(3, 4)],
  ["concat", (a, b) => concat([a, b], { axis: 1 }), some(2, 1), some(2, 3)],
  ["stack", (a, b) => operations.stack([a, b], { axis: -1 }), some(2, 2), some(2, 2)],
  ["pad", (x) => operations.pad(x, [[1, 0], [0, 2]], { value: 3 }), some(2, 2)], // prettier-ignore
  ["tile", (x) => operations.tile(x, [2, 3]), some(2, 2)],
  ["tril", (x) => operations.tril(x, { offset: 1 }), some(3, 4)],
  ["triu", (x) => operations.triu(x), some(2, 3, 3)],
  ["indexSelect", (x) => operations.indexSelect(x, labels(), { axis: 1 }), some(2, 3)],
  ["gather", (x) => operations.gather(x, indices([[2, 0], [1, 1]]), { axis: 1 }), some(2, 3)], // prettier-ignore
  ["embedding", (x) => operations.embedding(x, indices([[2, 0], [2, 1]])), some(3, 2)], // prettier-ignore
];

const images: Row[] = [
  ["conv2d", (x, w) => conv2d(x, w, { padding: 1 }), some(1, 2, 4, 4), some(2, 2, 3, 3)],
  [
    "conv2d",
    (x, w) => conv2d(x, w, { stride: 2, dilation: 2, padding: [2, 1] }),
    some(2, 1, 5, 6),
    some(2, 1, 2, 3),
  ],
  [
    "conv2d",
    (x, w, bias) => conv2d(x, w, { bias, padding: 1 }),
    ...[some(2, 1, 3, 3), some(2, 1, 2, 2), some(2)],
  ],
  ["conv2d", (x, w) => conv2d(x, w, { groups: 2 }), some(1, 4, 3, 3), some(2, 2, 2, 2)],
  ["maxPool2d", (x) => operations.maxPool2d(x, { kernelSize: 3, stride: 2, padding: 1 }), apart(1, 2, 4, 5)],
  [
    "avgPool2d",
    (x) => operations.avgPool2d(x, { kernelSize: [2, 3], stride: 1, padding: [1, 0] }),
    some(1, 2, 3, 4),
  ],
];

const elementwiseActivations = Object.entries(activations).flatMap(([name, f]): Row[] =>
  typeof f === "function" && "derivative" in f ? [[name, f as (x: Tensor) => Tensor, apart(14)]] : [],
);
const otherActivations: Row[] = [
  ["softmin", (x) => activations.softmin(x), some(2, 3)],
  ["softmax", (x) => activations.softmax(x), some(2, 3)],
  ["logSoftmax", (x) => activations.logSoftmax(x), some(2, 3)],
  ["glu", (x) => activations.glu(x), some(2, 4)],
  ["swiglu", (x) => activations.swiglu(x), some(2, 4)],
  ["maxout", (x) => activations.maxout(x, { pieces: 2 }), apart(2, 4)],
  ["prelu", activations.prelu, apart(2, 3), some(3)],
  ["rrelu", (x) => activations.rrelu(x, { training: true, random: seeded(3) }), apart(5)],
];

const lossRows: Row[] = [
  ["meanSquaredError", (p, t) => losses.meanSquaredError(p, t), some(2, 3), some(2, 3)],
  ["huber", (p, t) => losses.huber(p, t, { delta: 0.5 }), apart(2, 3), some(2, 3)],
  ["crossEntropy", (x) => losses.crossEntropy(x, labels(), { labelSmoothing: 0.1 }), some(3, 3)],
  ["crossEntropy", (x) => losses.crossEntropy(x, labels()), some(3, 3)],
  ...(["none", "sum", "mean"] as const).map((reduction): Row => [
    "softmaxCrossEntropy",
    (x) => operations.softmaxCrossEntropy(x, labels(), { reduction, ignoreIndex: 1 }),
    some(3, 3),
  ]),
  ["crossEntropy", (x, p) => losses.crossEntropy(x, p), some(2, 3), probabilities(2, 3)],
  [
    "binaryCrossEntropyWithLogits",
    (x) =>
      losses.binaryCrossEntropyWithLogits(x, tensor([1, 0, 0.3], { dtype: x.dtype }), {
        positiveWeight: tensor(2, { dtype: x.dtype }),
      }),
    some(3),
  ],
];

const rows: Row[] = [
  ...[...elementwise, ...arithmetic, ...unary, ...reductions, ...products, ...shapes, ...images],
  ...[...elementwiseActivations, ...otherActivations, ...lossRows],
];

const cases = rows.map(([name, f, ...inputs]) => ({ name, f, inputs }));

describe("every differentiable operation", () => {
  it.each(cases)("$name: the gradient agrees with finite differences", async ({ f, inputs }) => {
    await checkGradient(f, inputs);
  });

  it.each(cases)(
    "$name: the gradient of the gradient agrees with finite differences",
    async ({ f, inputs }) => {
      for (const argument of inputs.keys()) {
        await checkGradient(firstGradient(f, argument), inputs, { tolerance: 2e-6 });
      }
    },
  );

  it("stands in the table above, or is known to have no gradient", () => {
    const tested = new Set([...comparisons, ...rows.map(([name]) => name)]);
    const missing = (pkg: object) =>
      Object.keys(pkg).filter((name) => !tested.has(name) && !without.has(name));
    expect([missing(operations), missing(activations), missing(losses)].flat()).toEqual([]);
  });
});

describe("every differentiable operation in WebAssembly", () => {
  const backends = { float64: js(), float32: wasm({ threads: 1 }) };
  afterAll(() => useBackend(backends.float64));

  async function bothGradients({ f, inputs }: (typeof cases)[number], dtype: keyof typeof backends) {
    const values = await Promise.all(inputs.map((x) => x.data()));
    useBackend<never>(backends[dtype] as unknown as Backend<never>);
    // From numbers that both dtypes hold.
    const own = values.map((x, i) => tensor(Float32Array.from(x), { shape: inputs[i].shape, dtype }));
    const gradients = inputs.flatMap((_, i) => {
      const first = firstGradient(f, i);
      return [first(...own), grad((...args: Tensor[]) => sum(first(...args)), i)(...own)];
    });
    return Promise.all(gradients.map((g) => g.data()));
  }

  // In another dtype rrelu draws other slopes.
  it.each(cases.filter(({ name }) => name !== "rrelu"))(
    "$name: the gradient, and the gradient of the gradient, are those of float64 in JavaScript",
    async (of) => {
      const expected = await bothGradients(of, "float64");
      const got = await bothGradients(of, "float32");
      for (const [i, gradient] of expected.entries()) {
        const near = 1e-5 * Math.max(1, ...Array.from(gradient, Math.abs));
        const far = Array.from(gradient).filter((g, at) => !(Math.abs(got[i][at] - g) <= near));
        expect(far, `${got[i].join()} for ${gradient.join()}`).toEqual([]);
      }
    },
  );
});

/** The gradient of a sum of squares: the square makes the gradient of a linear operation depend on its input. */
function firstGradient(f: Differentiable, argument: number): Differentiable {
  return grad((...args: Tensor[]) => sum(mul(f(...args), f(...args))), argument);
}

/** Exports through which no gradient flows: they make tensors, compare, search, or are no operations. */
const without = new Set(
  `
  tensor zeros ones full arange linspace eye fromBuffer parameter uniform normal oneHot
  any all argmax
  argmin backward grad valueAndGrad noGrad stopGradient customGradient Gradients scope memory
  useBackend currentBackend elementwise update updateAndSum seed seeded sharedRandom Random Tensor Parameter
  requireFloat requireTensor shapeText PiecewiseError ShapeError DTypeError BackendError DataError
  CheckpointError GradientError activation chooseActivation gainOf saturationOf reduceLosses
`.match(/\w+/g),
);
