import { leakyRelu, relu, tanh } from "@piecewise/activations";
import { moons } from "@piecewise/data";
import { linear, sequential } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { sharedRandom, type Parameter, type Tensor } from "@piecewise/tensor";
import { accuracy } from "@piecewise/training";
import { describe, expect, it } from "vitest";
import { compareActivations, type ComparedActivation } from "./compare-activations.ts";

const options = {
  model: (activation: ComparedActivation) =>
    sequential(linear(2, 16), activation, linear(16, 16), activation, linear(16, 2)),
  data: moons({ count: 256, seed: 0 }),
  validation: moons({ count: 64, seed: 1 }),
  loss: crossEntropy,
  metrics: [accuracy],
  optimizer: (parameters: readonly Parameter[]) => sgd(parameters, { learningRate: 0.1 }),
  epochs: 4,
};

describe("compareActivations", () => {
  it("trains each activation from each seed, and gives curves, reports and a table of medians", async () => {
    const activations = [relu, tanh];
    const { runs, summaries, text } = await compareActivations({ ...options, activations, seeds: [3, 4] });
    expect(runs.map(({ activation, seed }) => `${activation} ${seed}`)).toEqual(["relu 3", "tanh 3", "relu 4", "tanh 4"]); // prettier-ignore
    for (const { epochs, final, report, seconds } of runs) {
      expect(epochs).toHaveLength(4);
      expect(final).toEqual(epochs[3].validation);
      expect(report.layers.map(({ path }) => path)).toEqual(["0", "2", "4"]);
      expect(seconds).toBeGreaterThan(0);
    }
    expect(summaries.map(({ activation, runs }) => [activation, runs])).toEqual([["relu", 2], ["tanh", 2]]); // prettier-ignore
    const losses = [runs[0], runs[2]].map(({ final }) => final["loss"]);
    expect(summaries[0].final["loss"]).toBeCloseTo((losses[0] + losses[1]) / 2, 12);
    expect(text.split("\n")[0]).toBe("activation   loss  accuracy  dead units  first/last gradient  seconds");
  });

  it("starts every activation from the same weights, and leaves the shared generator as it was", async () => {
    const starts: number[][] = [];
    const before = sharedRandom().state;
    await compareActivations({
      ...{ ...options, activations: [relu, leakyRelu, tanh], epochs: 1 },
      callbacks: [
        { onStart: async ({ model }) => void starts.push([...(await model.parameters[0].data())]) },
      ],
    });
    expect(starts[1]).toEqual(starts[0]);
    expect(starts[2]).toEqual(starts[0]);
    expect(sharedRandom().state).toEqual(before);
  });

  it("counts the units that a step far too large has killed", async () => {
    const { summaries } = await compareActivations({
      ...{ ...options, activations: [relu, leakyRelu], epochs: 20 },
      optimizer: (parameters) => sgd(parameters, { learningRate: 5, momentum: 0.9 }),
    });
    expect(summaries[0].dead).toBeGreaterThan(0.5);
    expect(summaries[1].dead).toBe(0);
  });

  it.each([
    [{ activations: [] }, "compareActivations: got no activations; give at least one"],
    [{ activations: [relu], seeds: [] }, "compareActivations: got no seeds; give at least one"],
    [
      { activations: [relu, relu] },
      'compareActivations: activations need names that differ, got "relu", "relu"',
    ],
    [{ activations: [(x: Tensor) => x] }, 'compareActivations: activations need names that differ, got ""'],
  ])("refuses %j", async (wrong, message) => {
    await expect(compareActivations({ ...options, ...wrong })).rejects.toThrow(message);
  });
});
