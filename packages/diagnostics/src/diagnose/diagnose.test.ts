import { relu, tanh } from "@piecewise/activations";
import { xor } from "@piecewise/data";
import { gru, linear, sequential, transformerEncoderLayer, type Layer } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { adam, sgd } from "@piecewise/optimizers";
import { full, mean, memory, normal, scope, seed, seeded, zeros, type Tensor } from "@piecewise/tensor";
import { fit, trainStep } from "@piecewise/training";
import { beforeEach, describe, expect, it } from "vitest";
import { diagnose, HealthError } from "./diagnose.ts";

beforeEach(() => seed(1));

const makeModel = () => sequential(linear(2, 16), tanh, linear(16, 2));
const data = xor({ count: 400, seed: 0 });

function fitted(model: Layer, callbacks: Parameters<typeof fit>[1]["callbacks"] = [], epochs = 10) {
  const optimizer = adam(model.parameters, { learningRate: 0.05 });
  return fit(model, { data, loss: crossEntropy, optimizer, batchSize: 40, epochs, callbacks });
}

function steps(model: Layer, health: ReturnType<typeof diagnose>, count: number) {
  const optimizer = sgd(model.parameters, { learningRate: 0.1, momentum: 0.9 });
  const batch = { inputs: normal([32, 2], { random: seeded(5) }), targets: zeros([32], { dtype: "int32" }) };
  for (let i = 0; i < count; i++)
    scope(
      () => void trainStep(model, batch, { loss: crossEntropy, optimizer, observer: health.observeStep() }),
    );
}

describe("diagnose", () => {
  it("is a callback for fit, and finds nothing wrong with a network that learns", async () => {
    const model = makeModel();
    const health = diagnose(model, { every: 20 });
    await fitted(model, [health]);
    const report = await health.report();
    expect(report.verdicts).toEqual([]);
    expect(report).toMatchObject({ healthy: true, step: 100, samples: 10 });
    expect(report.layers.map(({ description }) => description)).toEqual(["linear 2→16, tanh", "linear 16→2"]);
    expect(report.loss.now).toBeLessThan(report.loss.first);
    await health.assertHealthy();
  });

  it("changes no number of the training", async () => {
    const [watched, alone] = [0, 1].map((i) => {
      seed(2);
      const model = makeModel();
      return fitted(model, i === 0 ? [diagnose(model, { every: 1 })] : []).then(() =>
        Promise.all(model.parameters.map((p) => p.data())),
      );
    });
    expect(await watched).toEqual(await alone);
  });

  it("looks into steps 1, 2, 4 … and then every so many", () => {
    const health = diagnose(makeModel(), { every: 10 });
    const looked = Array.from({ length: 35 }, (_, i) => (health.observeStep() === undefined ? [] : [i + 1]));
    expect(looked.flat()).toEqual([1, 2, 4, 8, 10, 20, 30]);
  });

  it("holds no memory of steps that were read", async () => {
    const model = makeModel();
    const health = diagnose(model, { every: 5 });
    await fitted(model, [health], 1);
    const before = memory();
    await fitted(model, [health], 3);
    await health.report();
    expect(memory().bytes - before.bytes).toBeLessThan(5000);
  });

  it("says layer, facts, cause and remedy in a sentence, and all of it as data", async () => {
    const model = sequential(linear(2, 8), relu, linear(8, 2));
    (model.inside["0"] as Layer).own["bias"].assign(full([8], -9));
    const health = diagnose(model);
    steps(model, health, 8);
    const { text, verdicts, ...rest } = await health.report();
    expect(verdicts[0]).toMatchObject({
      ...{ code: "dead-units", cause: "bias", severity: "error", layer: "0", since: 0 },
      finding: "layer 0 (linear 2→8, relu): 100 % of units dead since the start; bias mean -9",
    });
    expect(text).toContain("Start the bias at 0, or use leakyRelu; kaimingNormal fits relu.");
    expect(rest.layers[0]).toMatchObject({
      dead: [0, 1, 2, 3, 4, 5, 6, 7],
      flat: 1,
      emptyRows: 1,
      switching: 0,
    });
    expect(JSON.parse(JSON.stringify(verdicts))).toEqual(verdicts);
    await expect(health.assertHealthy()).rejects.toThrow(HealthError);
    await expect(health.assertHealthy()).rejects.toThrow(
      /^assertHealthy: layer 0 \(linear 2→8, relu\): 100 %/,
    );
  });

  it("shows no gradient for a gate, which has no weight of its own", async () => {
    const model = sequential(gru(2, 4), linear(4, 2));
    const health = diagnose(model);
    steps(model, health, 2);
    const rows = (await health.report()).text.split("\n").filter((row) => /^[01]/.test(row));
    expect(rows.map((row) => /–\s+–$/.test(row))).toEqual([true, true, false]);
  });

  it("names the optimizer's settings where it was the optimizer", async () => {
    const model = sequential(linear(2, 8), relu, linear(8, 2));
    const health = diagnose(model);
    steps(model, health, 1);
    (model.inside["0"] as Layer).own["bias"].assign(full([8], -9));
    steps(model, health, 31);
    const [verdict] = (await health.report()).verdicts;
    expect(verdict).toMatchObject({ code: "dead-units", cause: "learning rate", since: 2 });
    expect(verdict.finding).toContain(
      "since step 2; bias mean -9; learning rate 0.1 with momentum 0.9 (sgd)",
    );
  });

  it("measures zeros, rows without any unit, and how units switch", async () => {
    const model = sequential(linear(2, 4), relu, linear(4, 2));
    const health = diagnose(model);
    steps(model, health, 8);
    const [{ flat, emptyRows, switching }] = (await health.report()).layers;
    for (const share of [flat, emptyRows, switching]) expect(share).toBeGreaterThanOrEqual(0);
    expect(flat).toBeLessThan(1);
  });

  it("looks into transformers", async () => {
    const first = transformerEncoderLayer(2, 1, { batchFirst: true, feedForward: 4, dropout: 0 });
    const model = sequential(first, (x: Tensor) => mean(x, { axis: 1 }), linear(2, 2));
    const health = diagnose(model);
    const optimizer = sgd(model.parameters);
    const batch = { inputs: normal([8, 3, 2]), targets: zeros([8], { dtype: "int32" }) };
    for (let i = 0; i < 4; i++)
      trainStep(model, batch, { loss: crossEntropy, optimizer, observer: health.observeStep() });
    const { layers } = await health.report();
    expect(layers.map(({ path }) => path)).toEqual(["0.self_attn.out_proj", "0.linear1", "0.linear2", "2"]);
  });

  it("estimates the noise scale from gradients of rows: none where all rows are alike", async () => {
    const model = sequential(linear(2, 2));
    const health = diagnose(model);
    const batch = { inputs: full([8, 2], 1), targets: zeros([8], { dtype: "int32" }) };
    trainStep(model, batch, {
      loss: crossEntropy,
      optimizer: sgd(model.parameters),
      observer: health.observeStep(),
    });
    expect((await health.report()).noiseScale).toBeCloseTo(0, 4);
  });

  it("says so when nothing was looked into yet", async () => {
    await expect(diagnose(makeModel()).report()).rejects.toThrow("report: no step was looked into yet");
  });

  it.each([{ every: 0 }, { every: 1.5 }, { window: 0 }])("refuses %o", (options) => {
    expect(() => diagnose(makeModel(), options)).toThrow(/^diagnose: (every|window) must be a whole number/);
  });
});
