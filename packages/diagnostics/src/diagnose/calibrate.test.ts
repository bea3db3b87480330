import { relu, tanh } from "@piecewise/activations";
import { conv2d, flatten, freeze, linear, sequential, type Layer } from "@piecewise/layers";
import {
  full,
  mul,
  normal,
  seed,
  seeded,
  tensor,
  variance,
  type Shape,
  type Tensor,
} from "@piecewise/tensor";
import { beforeEach, expect, it } from "vitest";
import { calibrate } from "./calibrate.ts";

beforeEach(() => seed(1));

const wide = (shape: Shape) => mul(normal(shape, { random: seeded(4) }), 5);

async function variances(model: Layer, x: Tensor): Promise<number[]> {
  const found: Promise<number>[] = [];
  model(x, {
    observe: (_path, stage, _input, y) => {
      if ("own" in stage && stage.parameters.length > 0) found.push(variance(y, { correction: 0 }).item());
    },
  });
  return Promise.all(found);
}

const rows: [string, Layer, Shape][] = [
  [
    "dense layers",
    sequential(linear(4, 8, { initializer: wide }), relu, linear(8, 8), tanh, linear(8, 2)),
    [64, 4],
  ],
  [
    "convolutions",
    sequential(conv2d(1, 4, { kernelSize: 3, initializer: wide }), relu, flatten(), linear(64, 3)),
    [16, 1, 6, 6],
  ],
];

it.each(rows)("each layer gives numbers of variance 1: %s", async (_, model, shape) => {
  const x = normal(shape, { random: seeded(2), standardDeviation: 3 });
  await calibrate(model, x);
  for (const value of await variances(model, x)) expect(value).toBeCloseTo(1, 4);
});

it("says by which factor, and leaves frozen layers as they are", async () => {
  const model = sequential(linear(4, 8, { initializer: wide }), relu, linear(8, 2));
  freeze(model.inside["2"]);
  const before = await model.parameters[2].data();
  const done = await calibrate(model, normal([64, 4], { random: seeded(2) }));
  expect(done.map(({ layer }) => layer)).toEqual(["0"]);
  expect(done[0].factor).toBeCloseTo(0.1, 1);
  expect(await model.parameters[2].data()).toEqual(before);
});

it.each<[string, Tensor, Layer]>([
  ["a layer that gives one number for all", normal([8, 4]), sequential(linear(4, 8), relu, linear(8, 2, { initializer: (s) => full(s, 0), bias: false }))], // prettier-ignore
  ["a batch with NaN", tensor([[NaN, 1, 1, 1]]), sequential(linear(4, 8))],
])("refuses %s, and changes nothing", async (_, x, model) => {
  const before = await Promise.all(model.parameters.map((p) => p.data()));
  await expect(calibrate(model, x)).rejects.toThrow(/^calibrate: layer \d gives numbers of variance (0|NaN)/);
  expect(await Promise.all(model.parameters.map((p) => p.data()))).toEqual(before);
});
