import { gainOf, leakyRelu, relu, selu, sigmoid, tanh } from "@piecewise/activations";
import * as L from "@piecewise/layers";
import { seeded, type DrawOptions, type Shape, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { readFixture } from "./read.ts";

interface InitializerCase {
  readonly init: string;
  readonly params: { readonly mode?: string; readonly nonlinearity?: string } & {
    readonly [Name in "gain" | "mean" | "std" | "a" | "b"]?: number;
  };
  readonly shape: readonly number[];
  readonly fan_in: number;
  readonly n: number;
  readonly theory_std: number;
  /** Null where the distribution has no end. */
  readonly theory_bound: number | null;
  /** By how much the mean and (relatively) the deviation of a sample of this size vary. */
  readonly se_mean: number;
  readonly se_std_rel: number;
}

const { cases, gains } = await readFixture<{
  readonly cases: readonly InitializerCase[];
  readonly gains: Readonly<Record<string, number>>;
}>("init");
const present = cases.map((c, i) => ({
  ...c,
  id: `${c.init} ${JSON.stringify(c.params)} [${c.shape.join()}]`,
  seed: i,
}));

/** The gains that our activations know or work out. */
const ours: Readonly<Record<string, number>> = {
  linear: 1,
  relu: relu.facts.gain,
  leaky_relu: gainOf((x) => (x > 0 ? x : 0.2 * x)),
};

const kaiming = ({ mode, nonlinearity = "" }: InitializerCase["params"]) => ({
  gain: ours[nonlinearity],
  mode: mode === "fan_out" ? ("fanOut" as const) : ("fanIn" as const),
});

type Draw = (shape: Shape, params: InitializerCase["params"], options: DrawOptions) => Tensor;

const initializers: Readonly<Record<string, Draw>> = {
  xavier_uniform: (shape, { gain = 1 }, options) => L.xavierUniform(shape, { ...options, gain }),
  xavier_normal: (shape, { gain = 1 }, options) => L.xavierNormal(shape, { ...options, gain }),
  kaiming_uniform: (shape, params, options) => L.kaimingUniform(shape, { ...options, ...kaiming(params) }),
  kaiming_normal: (shape, params, options) => L.kaimingNormal(shape, { ...options, ...kaiming(params) }),
  trunc_normal: (shape, { a, b, mean, std }, options) =>
    L.truncatedNormal(shape, {
      ...options,
      ...{ mean: mean!, standardDeviation: std!, low: a!, high: b! },
    }),
  module_default_weight: (shape, _params, options) => layerWith(shape, options).own["weight"],
};

/** The layer whose weight has this shape. */
function layerWith([outputs, inputs, ...kernel]: Shape, options: DrawOptions): L.Layer {
  if (kernel.length === 0) return L.linear(inputs, outputs, options);
  if (kernel.length === 1) return L.conv1d(inputs, outputs, { ...options, kernelSize: kernel[0] });
  return L.conv2d(inputs, outputs, { ...options, kernelSize: kernel as [number, number] });
}

describe("initializers", () => {
  it.each(present)("$id has PyTorch's mean, deviation and bounds", async (c) => {
    const drawn = initializers[c.init](c.shape, c.params, { random: seeded(c.seed), dtype: "float64" });
    expectLike(await drawn.data(), c);
  });

  const defaults = present.filter(({ init }) => init === "module_default_weight");
  it.each(defaults)("the bias beside a weight [$shape] has the weight's bounds", async (c) => {
    const { bias } = layerWith(c.shape, { random: seeded(c.seed), dtype: "float64" }).own;
    const fewer = Math.sqrt(c.n / bias.size);
    expectLike(await bias.data(), { ...c, se_mean: c.se_mean * fewer, se_std_rel: c.se_std_rel * fewer });
  });
});

function expectLike(values: ArrayLike<number>, expected: InitializerCase): void {
  const numbers = Array.from(values);
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const deviation = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
  const largest = numbers.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  expect(Math.abs(mean)).toBeLessThan(5 * expected.se_mean);
  expect(Math.abs(deviation / expected.theory_std - 1)).toBeLessThan(5 * expected.se_std_rel);
  expect(largest).toBeLessThanOrEqual(expected.theory_bound ?? Infinity);
}

it.each([
  ["sigmoid", sigmoid],
  ["tanh", tanh],
  ["relu", relu],
  ["leaky_relu_0.01", leakyRelu],
  ["selu", selu],
] as const)("the gain of %s is PyTorch's", (name, activation) => {
  expect(activation.facts.gain).toBeCloseTo(gains[name], 6);
});

it("the gain of leakyRelu with another slope follows from its formula", () => {
  expect(ours["leaky_relu"]).toBeCloseTo(gains["leaky_relu_0.2"], 6);
});
