import { relu } from "@piecewise/activations";
import { xor } from "@piecewise/data";
import { linear, sequential } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { seed } from "@piecewise/tensor";
import { expect, it } from "vitest";
import { fit } from "./fit.ts";
import type { StepObserver } from "./step-observer.ts";

/** Trains for four steps, with callbacks that look into every second one; gives the weights. */
async function train(notes: string[], lookers: number) {
  seed(1);
  const model = sequential(linear(2, 4), relu, linear(4, 2));
  const observerNamed = (name: string): StepObserver => ({
    observe: (path) => notes.push(`${name}${path}`),
    onLoss: ({ prediction, targets }) => notes.push(`${name} ${prediction.shape[0]} ${targets.shape[0]}`),
    onChange: ({ optimizer, norms }) =>
      notes.push(`${name} ${optimizer.steps} ${norms[0].parameters.length}`),
  });
  const callbacks = ["a", "b"].slice(0, lookers).map((name) => {
    let step = 0;
    return { observeStep: () => (step++ % 2 === 1 ? observerNamed(name) : undefined) };
  });
  const data = xor({ count: 40, seed: 0 });
  const optimizer = sgd(model.parameters);
  await fit(model, { data, loss: crossEntropy, optimizer, batchSize: 10, callbacks });
  return Promise.all(model.parameters.map((p) => p.data()));
}

it("a callback looks into the steps it chooses: stages, loss, and what was changed", async () => {
  const notes: string[] = [];
  await train(notes, 1);
  expect(notes).toEqual(["a0", "a1", "a2", "a 10 10", "a 2 4", "a0", "a1", "a2", "a 10 10", "a 4 4"]);
});

it("two callbacks may look into the same step, and no number changes", async () => {
  const notes: string[] = [];
  expect(await train(notes, 2)).toEqual(await train([], 0));
  expect(notes.slice(0, 6)).toEqual(["a0", "b0", "a1", "b1", "a2", "b2"]);
});
