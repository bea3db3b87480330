import { linear, type Layer } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { accuracy, evaluate, predict } from "./index.ts";

/** The scores of two classes are x and −x. */
const model: Layer = linear(1, 2, { bias: false, initializer: () => tensor([[1], [-1]]) });
const xs = [2, -1, 0.5, -3, 1];
const labels = [0, 1, 1, 0, 0];
const data = {
  inputs: { data: Float32Array.from(xs), shape: [5, 1] },
  targets: { data: Int32Array.from(labels), shape: [5] },
};
const lossOf = (x: number, label: number) => Math.log(1 + Math.exp((label === 0 ? -2 : 2) * x));

describe.each([1, 2, 5, 256])("in batches of %i", (batchSize) => {
  it("evaluate gives the means that one gets by hand", async () => {
    const options = { loss: crossEntropy, metrics: [accuracy], batchSize };
    const means = await evaluate(model, data, options);
    const expected = xs.reduce((sum, x, i) => sum + lossOf(x, labels[i]), 0) / 5;
    expect(means["loss"]).toBeCloseTo(expected, 6);
    expect(means["accuracy"]).toBeCloseTo(3 / 5, 6);
  });

  it("predict gives every row's output, in order", async () => {
    expect(await predict(model, data.inputs, { batchSize }).array()).toEqual(xs.map((x) => [x, -x]));
  });
});

it("without metrics there is the loss alone", async () => {
  expect(Object.keys(await evaluate(model, data, { loss: crossEntropy }))).toEqual(["loss"]);
});

const none = { data: new Float32Array(0), shape: [0, 1] };
const noTargets = { data: new Int32Array(0), shape: [0] };

it.each([
  ["no rows", { inputs: none, targets: noTargets }, {}, "no rows; give at least one"],
  ["batches of no rows", data, { batchSize: 0 }, "batches: size is 0; give a whole number of at least 1"],
  ["inputs that do not fill their shape", { ...data, inputs: { ...data.inputs, shape: [5, 2] } }, {}, "need 10 numbers, got 5"], // prettier-ignore
])("evaluate and predict refuse %s", async (_, rows, options, message) => {
  await expect(evaluate(model, rows, { loss: crossEntropy, ...options })).rejects.toThrow(message);
  expect(() => predict(model, rows.inputs, options)).toThrow(message);
});
