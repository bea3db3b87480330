import { xor, type Dataset } from "@piecewise/data";
import { linear } from "@piecewise/layers";
import { crossEntropy, meanSquaredError } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { ones, tensor } from "@piecewise/tensor";
import { expect, it } from "vitest";
import { fit, type ClassWeights, type FitOptions } from "./index.ts";

const rows = xor({ count: 8, seed: 1 });
const data: Dataset = { ...rows, targets: { data: Int32Array.of(0, 0, 0, 0, 0, 0, 1, 1), shape: [8] } };

async function trained(options: Partial<FitOptions>) {
  const model = linear(2, 2, { bias: false, initializer: (shape) => ones(shape) });
  const optimizer = sgd(model.parameters, { learningRate: 1 });
  await fit(model, { data, loss: crossEntropy, optimizer, batchSize: 8, ...options });
  return model.own.weight.data();
}

it.each<[ClassWeights, number[]]>([
  [
    [1, 3],
    [1, 3],
  ],
  ["balanced", [8 / (2 * 6), 8 / (2 * 2)]],
])("classWeights %j weigh the classes as the loss's own option does", async (classWeights, numbers) => {
  const expected = await trained({ loss: (p, t) => crossEntropy(p, t, { classWeights: tensor(numbers) }) });
  expect(await trained({ classWeights })).toEqual(expected);
  expect(await trained({})).not.toEqual(expected);
});

it.each<[string, Partial<FitOptions>, string]>([
  ["a loss that takes none", { loss: (p, t) => crossEntropy(p, t), classWeights: [1, 2] }, "the loss took no notice of classWeights; use crossEntropy"],
  ["a negative weight", { classWeights: [1, -2] }, "classWeights must be finite numbers, at least 0, one for each class; got -2"],
  ["no weights", { classWeights: [] }, "got none"],
  ["too many", { classWeights: [1, 2, 3] }, "classWeights must have one number for each of 2 classes"],
  ["a class without rows", { data: { ...data, classes: ["a", "b", "c"] }, classWeights: "balanced" }, "there are none of class 2"],
  ["numbers to predict", { data: { inputs: rows.inputs, targets: rows.inputs }, loss: meanSquaredError, classWeights: "balanced" }, '"balanced" needs labels in memory'],
])("refuses %s", async (_, options, message) => {
  await expect(trained(options)).rejects.toThrow(message);
}); // prettier-ignore
