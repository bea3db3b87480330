import { relu } from "@piecewise/activations";
import { batchNorm2d, conv2d, flatten, linear, maxPool2d, sequential, type Layer } from "@piecewise/layers";
import { meanSquaredError } from "@piecewise/losses";
import { adam, sgd, type Optimizer } from "@piecewise/optimizers";
import { normal, scope, seed, seeded, tensor, zeros, type Parameter, type Shape } from "@piecewise/tensor";
import { trainStep } from "@piecewise/training";
import { beforeEach, describe, expect, it } from "vitest";
import { diagnose } from "./diagnose.ts";
import { resurrect } from "./resurrect.ts";

beforeEach(() => seed(1));

async function examined(model: Layer, optimizer: Optimizer, shape: Shape, steps = 8) {
  const health = diagnose(model, { every: 10 });
  const outputs = (model.inside[Object.keys(model.inside).at(-1)!] as Layer).own["bias"].size;
  for (let step = 0; step < steps; step++)
    scope(() => {
      const inputs = normal(shape, { random: seeded(step) });
      const batch = { inputs, targets: zeros([shape[0], outputs]) };
      trainStep(model, batch, { loss: meanSquaredError, optimizer, observer: health.observeStep() });
    });
  return health.report();
}

const ownOf = (model: Layer, name: string) => (model.inside[name] as Layer).own;

/** Which rows along an axis have changed. */
function changed(before: ArrayLike<number>, after: ArrayLike<number>, { shape }: Parameter, axis: number) {
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const places = new Set<number>();
  for (let i = 0; i < before.length; i++)
    if (before[i] !== after[i]) places.add(Math.floor(i / inner) % shape[axis]);
  return [...places].toSorted((a, b) => a - b);
}

describe("resurrect", () => {
  it("draws what comes in and what goes out of dead units anew, and nothing else", async () => {
    const model = sequential(linear(3, 5), relu, linear(5, 2));
    const optimizer = adam(model.parameters);
    ownOf(model, "0")["bias"].assign(tensor([0.1, -30, 0.1, -30, 0.1]));
    const report = await examined(model, optimizer, [16, 3]);
    const before = await Promise.all(model.parameters.map((p) => p.data()));
    const slots = await optimizer.slots(model.parameters[0])["square"].data();
    expect(resurrect(model, optimizer, report)).toEqual([{ layer: "0", units: [1, 3] }]);
    const after = await Promise.all(model.parameters.map((p) => p.data()));
    const where = model.parameters.map((p, i) => changed(before[i], after[i], p, i === 2 ? 1 : 0));
    expect(where).toEqual([[1, 3], [1, 3], [1, 3], []]);
    expect([after[1][1], after[1][3]]).toEqual([0, 0]);
    const slotsAfter = await optimizer.slots(model.parameters[0])["square"].data();
    expect([...slotsAfter.subarray(3, 6)]).toEqual([0, 0, 0]);
    expect([...slotsAfter.subarray(0, 3)]).toEqual([...slots.subarray(0, 3)]);
    expect(Array.from(slotsAfter.subarray(0, 3)).some((x) => x > 0)).toBe(true);
  });

  it("revives channels behind a normalisation, and the numbers that flatten makes of them", async () => {
    const conv = conv2d(1, 3, { kernelSize: 3 });
    const model = sequential(conv, batchNorm2d(3), relu, maxPool2d(2), flatten(), linear(12, 2));
    const optimizer = sgd(model.parameters);
    const { bias } = ownOf(model, "1");
    bias.assign(tensor([0, -30, 0]));
    const report = await examined(model, optimizer, [8, 1, 6, 6]);
    const last = ownOf(model, "5")["weight"];
    const before = await last.data();
    expect(resurrect(model, optimizer, report)).toEqual([{ layer: "0", units: [1] }]);
    expect(changed(before, await last.data(), last, 1)).toEqual([4, 5, 6, 7]);
    expect((await bias.data())[1]).toBe(0);
  });

  it("brings them back: no unit is dead afterwards, and the loss falls", async () => {
    const model = sequential(linear(3, 16), relu, linear(16, 2));
    const optimizer = sgd(model.parameters, { learningRate: 0.05 });
    ownOf(model, "0")["bias"].assign(zeros([16]).sub(30));
    const ill = await examined(model, optimizer, [64, 3]);
    expect(ill.layers[0].dead).toHaveLength(16);
    resurrect(model, optimizer, ill);
    const cured = await examined(model, optimizer, [64, 3], 100);
    expect(cured.layers[0].dead).toEqual([]);
    expect(cured.loss.now).toBeLessThan(cured.loss.first);
  });

  it("refuses the report of another model before it changes anything", async () => {
    const model = sequential(linear(3, 5), relu, linear(5, 2));
    ownOf(model, "0")["bias"].assign(zeros([5]).sub(30));
    const report = await examined(model, sgd(model.parameters), [16, 3]);
    const wider = sequential(linear(3, 6), relu, linear(6, 2));
    const before = await wider.parameters[0].data();
    expect(() => resurrect(wider, sgd(wider.parameters), report)).toThrow(
      "resurrect: layer 0 does not have the 5 units of the report; pass the report of this very model",
    );
    const elsewhere = sequential(sequential(linear(3, 5), relu), linear(5, 2));
    expect(() => resurrect(elsewhere, sgd(elsewhere.parameters), report)).toThrow(
      "resurrect: the model has no layer 2; pass the report of this very model",
    );
    expect(await wider.parameters[0].data()).toEqual(before);
  });
});
