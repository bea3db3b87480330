import { xor } from "@piecewise/data";
import { batchNorm1d, dropout, linear, sequential, stateDict } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { adam, constant, optimizerState, sgd } from "@piecewise/optimizers";
import { memory, seeded, sharedRandom } from "@piecewise/tensor";
import { expect, it } from "vitest";
import { fit, learningRateFinder } from "../index.ts";

const data = xor({ count: 200, seed: 0 });
const network = () => {
  const random = seeded(1);
  return sequential(linear(2, 8, { random }), batchNorm1d(8), dropout(0.1, { random: sharedRandom() }), linear(8, 2, { random })); // prettier-ignore
};

it("tries rates from the first to the last, each the same factor above the one before", async () => {
  const model = network();
  const optimizer = sgd(model.parameters);
  const { losses } = await learningRateFinder(model, { data, loss: crossEntropy, optimizer, from: 1e-4, to: 1, steps: 5, divergence: Infinity }); // prettier-ignore
  losses.forEach(({ learningRate }, i) => expect(learningRate).toBeCloseTo(1e-4 * 10 ** i, 10));
  expect(losses).toHaveLength(5);
});

it("ends when the loss diverges, and suggests a rate from before", async () => {
  const model = linear(2, 2);
  const optimizer = sgd(model.parameters);
  const { losses, suggestion } = await learningRateFinder(model, {
    data,
    loss: crossEntropy,
    optimizer,
    to: 1e6,
  });
  expect(losses.length).toBeLessThan(100);
  expect(suggestion).toBeGreaterThan(1e-3);
  expect(suggestion).toBeLessThan(losses.at(-1)!.learningRate);
});

it("leaves everything as it was: weights, running statistics, optimizer, schedule, generator, memory", async () => {
  const model = network();
  const optimizer = adam(model.parameters, { learningRate: constant(0.01) });
  await fit(model, { data, loss: crossEntropy, optimizer });
  const all = async () => {
    const { tensors, numbers } = optimizerState(optimizer);
    const values = [...Object.values(stateDict(model)), ...Object.values(tensors)].map((x) => x.data());
    return [await Promise.all(values), numbers, optimizer.options, sharedRandom().state];
  };
  const [before, held] = [await all(), memory().tensors];
  await learningRateFinder(model, { data, loss: crossEntropy, optimizer, steps: 20 });
  expect(memory().tensors).toBeLessThanOrEqual(held);
  expect(await all()).toEqual(before);
});

it.each([{ from: 0 }, { from: 1, to: 1 }, { steps: 1 }, { steps: 2.5 }])("refuses %o", async (options) => {
  const model = network();
  const run = learningRateFinder(model, {
    data,
    loss: crossEntropy,
    optimizer: sgd(model.parameters),
    ...options,
  });
  await expect(run).rejects.toThrow("learningRateFinder: needs 0 < from < to and at least 2 steps");
});
