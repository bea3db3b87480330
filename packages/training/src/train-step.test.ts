import { dropout, linear, sequential } from "@piecewise/layers";
import { meanSquaredError } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { seeded, tensor, zeros } from "@piecewise/tensor";
import { expect, it } from "vitest";
import { trainStep } from "./index.ts";

const batch = { inputs: tensor([[1], [3]]), targets: tensor([[2], [4]]) };

it("takes one step down the gradient and gives the loss before it", async () => {
  const model = linear(1, 1, { initializer: (shape) => zeros(shape) });
  model.own.bias.assign(zeros([1]));
  const optimizer = sgd(model.parameters, { learningRate: 0.5 });
  const loss = trainStep(model, batch, { loss: meanSquaredError, optimizer });
  expect(await loss.item()).toBe((4 + 16) / 2);
  expect(await model.own.weight.item()).toBe(0.5 * (2 * 1 + 4 * 3));
  expect(await model.own.bias.item()).toBe(0.5 * (2 + 4));
});

it("runs the model in training, with the generator it is given", async () => {
  const model = sequential(linear(1, 1000), dropout(0.5), linear(1000, 1));
  const losses = [seeded(1), seeded(1), seeded(2)].map((random) =>
    trainStep(model, batch, {
      loss: meanSquaredError,
      optimizer: sgd(model.parameters, { learningRate: 0 }),
      random,
    }),
  );
  const [first, same, other] = await Promise.all(losses.map((loss) => loss.item()));
  expect(same).toBe(first);
  expect(other).not.toBe(first);
});

it("shows loss and prediction to a watcher before they are freed", async () => {
  const model = linear(1, 1);
  const optimizer = sgd(model.parameters, { learningRate: 0 });
  const seen: unknown[] = [];
  const options = { loss: meanSquaredError, optimizer };
  trainStep(model, batch, {
    ...options,
    watch: (loss, prediction) => seen.push(loss.shape, prediction.shape),
  });
  expect(seen).toEqual([[], [2, 1]]);
});
