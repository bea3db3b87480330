import { backward, memory, normal, scope, seeded, sum, tensor, type Shape } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import * as layers from "./index.ts";
import { isLayer, loadStateDict, namedParameters, stateDict, summaryRows, type Layer } from "./index.ts";

const double = { dtype: "float64" } as const;
const kernel = { ...double, kernelSize: 3 } as const;

/** One of each layer with what it takes and gives; indices where it says so. */
const rows: Readonly<Record<string, readonly [layer: Layer, from: Shape, to: Shape, takes?: "indices"]>> = {
  adaptiveAvgPool1d: [layers.adaptiveAvgPool1d(3), [2, 4, 7], [2, 4, 3]],
  adaptiveAvgPool2d: [layers.adaptiveAvgPool2d(3), [2, 4, 7, 5], [2, 4, 3, 3]],
  avgPool1d: [layers.avgPool1d(2), [2, 4, 6], [2, 4, 3]],
  avgPool2d: [layers.avgPool2d(2), [2, 4, 6, 4], [2, 4, 3, 2]],
  batchNorm1d: [layers.batchNorm1d(4, double), [5, 4, 3], [5, 4, 3]],
  batchNorm2d: [layers.batchNorm2d(4, double), [2, 4, 3, 3], [2, 4, 3, 3]],
  conv1d: [layers.conv1d(4, 2, kernel), [2, 4, 6], [2, 2, 4]],
  conv2d: [layers.conv2d(4, 2, kernel), [2, 4, 6, 5], [2, 2, 4, 3]],
  convTranspose1d: [layers.convTranspose1d(4, 2, kernel), [2, 4, 6], [2, 2, 8]],
  convTranspose2d: [layers.convTranspose2d(4, 2, kernel), [2, 4, 6, 5], [2, 2, 8, 7]],
  dropout: [layers.dropout(0.5), [2, 4], [2, 4]],
  embedding: [layers.embedding(3, 4, { ...double, paddingIndex: 0 }), [2, 5], [2, 5, 4], "indices"],
  embeddingBag: [layers.embeddingBag(3, 4, double), [2, 5], [2, 4], "indices"],
  flatten: [layers.flatten(), [2, 4, 3], [2, 12]],
  fold: [layers.fold(3, 2), [2, 8, 4], [2, 2, 3, 3]],
  globalAvgPool2d: [layers.globalAvgPool2d(), [2, 4, 3, 3], [2, 4]],
  groupNorm: [layers.groupNorm(2, 4, double), [2, 4, 3], [2, 4, 3]],
  gru: [layers.gru(4, 3, { ...double, layers: 2, bidirectional: true }), [5, 2, 4], [5, 2, 6]],
  gruCell: [layers.gruCell(4, 3, double), [2, 4], [2, 3]],
  identity: [layers.identity(), [2, 4], [2, 4]],
  instanceNorm2d: [layers.instanceNorm2d(4, { ...double, affine: true }), [2, 4, 3, 3], [2, 4, 3, 3]],
  layerNorm: [layers.layerNorm(4, double), [2, 3, 4], [2, 3, 4]],
  linear: [layers.linear(4, 3, double), [2, 5, 4], [2, 5, 3]],
  localResponseNorm: [layers.localResponseNorm(3), [2, 4, 3, 3], [2, 4, 3, 3]],
  lstm: [layers.lstm(4, 3, { ...double, layers: 2, bidirectional: true }), [5, 2, 4], [5, 2, 6]],
  lstmCell: [layers.lstmCell(4, 3, double), [2, 4], [2, 3]],
  maxPool1d: [layers.maxPool1d(2), [2, 4, 6], [2, 4, 3]],
  maxPool2d: [layers.maxPool2d(2), [2, 4, 6, 4], [2, 4, 3, 2]],
  multiHeadAttention: [layers.multiHeadAttention(4, 2, double), [5, 2, 4], [5, 2, 4]],
  pixelShuffle: [layers.pixelShuffle(2), [2, 4, 3, 3], [2, 1, 6, 6]],
  positionalEncoding: [layers.positionalEncoding(4, double), [5, 2, 4], [5, 2, 4]],
  residual: [layers.residual(layers.linear(4, 4, double)), [2, 4], [2, 4]],
  rmsNorm: [layers.rmsNorm(4, double), [2, 3, 4], [2, 3, 4]],
  rnn: [layers.rnn(4, 3, { ...double, layers: 2, bidirectional: true }), [5, 2, 4], [5, 2, 6]],
  rnnCell: [layers.rnnCell(4, 3, double), [2, 4], [2, 3]],
  sequential: [layers.sequential(layers.linear(4, 3, double)), [2, 4], [2, 3]],
  transformerEncoder: [
    layers.transformerEncoder([layers.transformerEncoderLayer(4, 2, double)]),
    [5, 2, 4],
    [5, 2, 4],
  ],
  transformerEncoderLayer: [layers.transformerEncoderLayer(4, 2, double), [5, 2, 4], [5, 2, 4]],
  unfold: [layers.unfold(2), [2, 4, 3, 3], [2, 16, 4]],
  upsample: [layers.upsample({ scaleFactor: 2 }), [2, 4, 3, 3], [2, 4, 6, 6]],
};

/** What else the package gives. */
const others = [
  ...["kaimingNormal", "kaimingUniform", "xavierNormal", "xavierUniform", "lecunNormal", "defaultUniform"],
  ...["orthogonal", "truncatedNormal", "normalize", "normalizeRootMeanSquare", "scaledDotProductAttention"],
  ...["freeze", "unfreeze", "stateDict", "loadStateDict", "summary", "summaryRows"],
  ...["layer", "keeping", "isLayer", "namedParameters", "runStage"],
];

it("every layer of the package is among them", () => {
  expect(Object.keys(layers).sort()).toEqual([...Object.keys(rows), ...others].sort());
});

describe.each(Object.entries(rows))("%s", (kind, [layer, from, to, takes]) => {
  const x =
    takes === "indices"
      ? tensor(new Int32Array(10).fill(1), { shape: from })
      : normal(from, { ...double, random: seeded(1) });
  const training = { training: true, random: seeded(2) };

  it("gives the shape that it should, in float64, in training and in evaluation", () => {
    for (const context of [training, {}]) {
      const y = layer(x, context);
      expect([y.shape, y.dtype]).toEqual([to, "float64"]);
    }
  });

  it("is a row of a summary, by its name", () => {
    const [row] = summaryRows(layer, from, { dtype: x.dtype });
    expect(row.outputShape).toEqual(to);
    if (kind !== "sequential") expect(row.kind).toBe(kind);
  });

  it("has a gradient for each of its parameters, and frees all that it makes", () => {
    const before = memory();
    scope(() => {
      const y = layer(x, training);
      if (layer.parameters.length === 0) return;
      const gradients = backward(sum(y));
      for (const p of layer.parameters) expect(gradients.of(p).shape).toEqual(p.shape);
    });
    expect(memory()).toEqual(before);
  });

  it("has parameters that are among its state", () => {
    const names = [...namedParameters(layer)].filter(([, p]) => p.trainable);
    expect(new Set(names.map(([, p]) => p))).toEqual(new Set(layer.parameters));
    expect(isLayer(layer)).toBe(true);
    expect(loadStateDict(layer, stateDict(layer))).toEqual({ missing: [], unexpected: [] });
  });
});
