import * as T from "@piecewise/tensor";
import { slice, type Tensor } from "@piecewise/tensor";
import { describeOracle, numberIn } from "./describe.ts";
import type { OracleCase } from "./read.ts";
import type { Operator } from "./run-case.ts";

type Params = OracleCase["params"];

const unary =
  (f: (x: Tensor) => Tensor): Operator =>
  ({ x }) =>
    f(x);
const binary =
  (f: (a: Tensor, b: Tensor) => Tensor): Operator =>
  ({ a, b }) =>
    f(a, b);
const reduction =
  (f: (x: Tensor, options: T.ReduceOptions) => Tensor): Operator =>
  ({ x }, params) =>
    f(x, over(params));
const search =
  (f: (x: Tensor, options: T.ArgOptions) => Tensor): Operator =>
  ({ x }, params) =>
    f(x, over(params) as T.ArgOptions);
const spread =
  (f: (x: Tensor, options: T.VarianceOptions) => Tensor): Operator =>
  ({ x }, params) =>
    f(x, { ...over(params), correction: params["unbiased"] === true ? 1 : 0 });
const picked =
  (f: (x: Tensor, indices: Tensor, options: T.AxisOption) => Tensor): Operator =>
  ({ x, i }, params) =>
    f(x, i, { axis: axisIn(params) });
const triangle =
  (f: (x: Tensor, options: T.DiagonalOption) => Tensor): Operator =>
  ({ x }, params) =>
    f(x, { offset: numberIn(params, "diagonal", 0) });

const axisIn = (params: Params) => numberIn(params, "dim", 0);

/** PyTorch's dim and keepdim. */
function over({ dim, keepdim }: Params): T.ReduceOptions {
  return { ...(dim == null ? {} : { axis: dim as number | number[] }), keepDims: keepdim === true };
}

/** The largest or smallest numbers together with their places. */
const extremum =
  (places: (x: Tensor, options: T.ArgOptions) => Tensor): Operator =>
  ({ x }, params) => {
    const axis = axisIn(params);
    const indices = places(x, { axis, keepDims: true });
    const y = T.gather(x, indices, { axis });
    return { outputs: { y: T.squeeze(y, axis), indices: T.squeeze(indices, axis) } };
  };

type Mode = NonNullable<T.PadOptions["mode"]>;

/** PyTorch's widths: before and after, of the last axis first. */
function padding({ pad }: Params, rank: number): (readonly [number, number])[] {
  const widths = pad as number[];
  return Array.from({ length: rank }, (_, axis) => {
    const at = 2 * (rank - 1 - axis);
    return [widths[at] ?? 0, widths[at + 1] ?? 0];
  });
}

const named = ({ values, indices }: T.Picked) => ({ outputs: { y: values, indices } });

const slices: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  "[2]": (x) => slice(x, [2]),
  "[-1]": (x) => slice(x, [-1]),
  "[:,0:5:2]": (x) => slice(x, [null, { start: 0, stop: 5, step: 2 }]),
  "[None,1]": (x) => T.expandDims(slice(x, [1]), 0),
  "[1:,2,:2]": (x) => slice(x, [{ start: 1 }, 2, { stop: 2 }]),
};

const expressions: Readonly<Record<string, Operator>> = {
  "y=x*x; z=y+x*y; sum(z*y)+sum(x/(1+y))": ({ x }) => {
    const y = x.mul(x);
    const z = y.add(x.mul(y));
    return z
      .mul(y)
      .sum()
      .add(x.div(y.add(1)).sum());
  },
  "(x+x)*x": ({ x }) => x.add(x).mul(x),
  "(a+b)*sum(b,0)/exp(a)": ({ a, b }) =>
    a
      .add(b)
      .mul(b.sum({ axis: 0 }))
      .div(a.exp()),
  "x - log(sum(exp(x),1,keep))": ({ x }) => x.sub(x.exp().sum({ axis: 1, keepDims: true }).log()),
};

/** Second derivatives of a number and first derivatives of three, row by row. */
const hessian: Operator = ({ x }) => {
  const f = (t: Tensor) => {
    const [x0, x1, x2] = [slice(t, [0]), slice(t, [1]), slice(t, [2])];
    return x0.sub(1).square().mul(x1).add(x0.mul(x2).exp()).add(T.tanh(t).sum());
  };
  const g = (t: Tensor) => {
    const [x0, x1, x2] = [slice(t, [0]), slice(t, [1]), slice(t, [2])];
    return T.stack([x0.mul(x1), T.prod(t), T.sin(x2).mul(x0)]);
  };
  return { outputs: { hessian: T.hessian(f)(x), jacobian: T.jacobian(g)(x) } };
};

await describeOracle({
  suite: "ops",
  operators: {
    add: binary(T.add),
    sub: binary(T.sub),
    mul: binary(T.mul),
    div: binary(T.div),
    maximum: binary(T.maximum),
    minimum: binary(T.minimum),
    atan2: binary(T.atan2),
    remainder: binary(T.remainder),
    fmod: binary(T.fmod),
    floor_divide: binary((a, b) => T.floor(T.div(a, b))),
    pow_scalar: ({ a }, p) => T.pow(a, numberIn(p, "exponent", 1)),
    eq: binary(T.equal),
    lt: binary(T.less),
    le: binary(T.lessEqual),
    gt: binary(T.greater),
    ge: binary(T.greaterEqual),
    neg: unary(T.neg),
    abs: unary(T.abs),
    sign: unary(T.sign),
    exp: unary(T.exp),
    expm1: unary(T.expm1),
    log: unary(T.log),
    log2: unary(T.log2),
    log10: unary(T.log10),
    sqrt: unary(T.sqrt),
    rsqrt: unary(T.rsqrt),
    reciprocal: unary(T.reciprocal),
    sin: unary(T.sin),
    cos: unary(T.cos),
    tan: unary(T.tan),
    asin: unary(T.asin),
    acos: unary(T.acos),
    atan: unary(T.atan),
    sinh: unary(T.sinh),
    cosh: unary(T.cosh),
    asinh: unary(T.asinh),
    acosh: unary(T.acosh),
    atanh: unary(T.atanh),
    erf: unary(T.erf),
    floor: unary(T.floor),
    round: unary(T.round),
    trunc: unary(T.trunc),
    isnan: unary(T.isNaN),
    isinf: unary((x) => T.equal(T.abs(x), Infinity)),
    isfinite: unary(T.isFinite),
    clamp: ({ x }, p) => T.clip(x, { min: numberIn(p, "min", -Infinity), max: numberIn(p, "max", Infinity) }),
    matmul: binary(T.matmul),
    bmm: binary(T.matmul),
    addmm: ({ c, a, b }, p) =>
      T.matmul(a, b)
        .mul(numberIn(p, "alpha", 1))
        .add(c.mul(numberIn(p, "beta", 1))),
    outer: binary(T.outer),
    einsum: (inputs, p) => T.einsum(String(p["equation"]), ...Object.values(inputs)),
    tensordot: binary((a, b) => T.matmul(T.flatten(a), T.reshape(b, [-1, b.shape.at(-1)!]))),
    sum: reduction(T.sum),
    mean: reduction(T.mean),
    amax: reduction(T.max),
    amin: reduction(T.min),
    max: reduction(T.max),
    prod: reduction(T.prod),
    logsumexp: reduction(T.logSumExp),
    norm1: reduction((x, options) => T.norm(x, { ...options, order: 1 })),
    norm2: reduction(T.norm),
    norm_fro: unary(T.norm),
    var: spread(T.variance),
    std: spread(T.standardDeviation),
    max_dim: extremum(T.argmax),
    min_dim: extremum(T.argmin),
    argmax: search(T.argmax),
    argmin: search(T.argmin),
    cumprod: ({ x }, p) => T.cumulativeProduct(x, { axis: axisIn(p) }),
    logcumsumexp: ({ x }, p) => T.logCumulativeSumExp(x, { axis: axisIn(p) }),
    cumsum: ({ x }, p) => T.cumulativeSum(x, { axis: axisIn(p) }),
    trace: unary((x) => T.sum(T.diagonal(x))),
    slice: ({ x }, p) => slices[String(p["index"])](x),
    index_select: picked(T.indexSelect),
    gather: picked(T.gather),
    take_along_dim: picked(T.takeAlongAxis),
    scatter: ({ x, i, src }, p) => T.scatter(x, i, src, { axis: axisIn(p) }),
    scatter_value: ({ x, i }, p) => T.scatter(x, i, numberIn(p, "value", 0), { axis: axisIn(p) }),
    index_add: ({ x, i, src }, p) => T.indexAdd(x, i, src, { axis: axisIn(p) }),
    masked_select: ({ x, m }) => T.maskedSelect(x, m),
    nonzero: ({ x }) => T.nonZero(x),
    pad: ({ x }, p) => T.pad(x, padding(p, x.rank), { mode: p["mode"] as Mode }),
    where: ({ m, a, b }) => T.where(m, a, b),
    one_hot: ({ i }, p, dtype) => T.oneHot(i, numberIn(p, "num_classes", 0), { dtype }),
    bincount: ({ i }, p) => T.sum(T.oneHot(i, numberIn(p, "minlength", 0), { dtype: "int32" }), { axis: 0 }),
    stack: ({ a, b }, p) => T.stack([a, b], { axis: axisIn(p) }),
    permute_reshape: ({ x }, p) =>
      T.reshape(T.transpose(x, p["dims"] as number[]), p["shape"] as number[]).mul(2),
    reshape: ({ x }, p) => T.reshape(x, p["shape"] as number[]),
    repeat: ({ x }, p) => T.tile(x, p["repeats"] as number[]),
    squeeze_unsqueeze: unary((x) => T.expandDims(T.squeeze(x, 1), -1)),
    triu: triangle(T.triu),
    tril: triangle(T.tril),
    diag: ({ x }, p, dtype) =>
      x.rank === 1
        ? T.mul(T.eye(x.size, { dtype }), x)
        : T.diagonal(x, { offset: numberIn(p, "diagonal", 0) }),
    sort: ({ x }, p) => named(T.sort(x, { axis: axisIn(p), descending: p["descending"] === true })),
    argsort: ({ x }, p) => T.argsort(x, { axis: axisIn(p), descending: p["descending"] === true }),
    topk: ({ x }, p) =>
      named(T.topK(x, numberIn(p, "k", 1), { axis: axisIn(p), largest: p["largest"] === true })),
    kthvalue: ({ x }, p) => named(T.kthValue(x, numberIn(p, "k", 1), { axis: axisIn(p) })),
    median: ({ x }, p) => named(T.median(x, { axis: axisIn(p) })),
    autograd_expr: (inputs, p, dtype) => expressions[String(p["expr"])](inputs, p, dtype),
    hessian,
  },
  judged: {
    "unary_special/acosh": [
      {
        of: "gradient of x",
        elements: [3, 5, 9, 13, 15, 20, 24],
        are: NaN,
        because: "x is −1 or below, so the value is NaN, and so is its slope",
      },
    ],
    "clamp/-1_1": [
      {
        of: "gradient of x",
        elements: [11],
        are: 1,
        because: "x is NaN, so one number is as good as another",
      },
    ],
  },
});
