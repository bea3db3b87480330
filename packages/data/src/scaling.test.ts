import { expect, it } from "vitest";
import { digits } from "./digits/digits.ts";
import type { Rows } from "./rows.ts";
import { minMaxScaler, normalizer } from "./scaling.ts";

const table = { inputs: { data: Float32Array.of(1, 5, 3, 5, 5, 5), shape: [3, 2] } };
const image: Rows = { data: Uint8Array.of(0, 2, 10, 30, 4, 6, 50, 70), shape: [2, 2, 1, 2] };

it("normalises each feature, and only shifts one that never changes", () => {
  const scale = normalizer(table);
  expect(scale).toMatchObject({ mean: [3, 5], deviation: [Math.sqrt(8 / 3), 0] });
  const step = Math.fround(2 / Math.sqrt(8 / 3));
  expect(scale.apply(table).inputs.data).toEqual(Float32Array.of(-step, 0, 0, 0, step, 0));
});

it("normalises each channel of images", () => {
  const scale = normalizer({ inputs: image });
  expect(scale).toMatchObject({ mean: [3, 40], deviation: [Math.sqrt(5), Math.sqrt(500)] });
  const again = normalizer(scale.apply({ inputs: image }));
  for (const channel of [0, 1]) {
    expect(again.mean[channel]).toBeCloseTo(0, 6);
    expect(again.deviation[channel]).toBeCloseTo(1, 6);
  }
});

it("puts each feature and channel between 0 and 1", () => {
  expect(minMaxScaler(table).apply(table).inputs.data).toEqual(Float32Array.of(0, 0, 0.5, 0, 1, 0));
  const { inputs } = minMaxScaler({ inputs: image }).apply({ inputs: image });
  expect([...inputs.data]).toEqual([0, 2 / 6, 0, 20 / 60, 4 / 6, 1, 40 / 60, 1].map(Math.fround));
});

it.each([
  ["normalizer", normalizer],
  ["minMaxScaler", minMaxScaler],
] as const)("%s is the same once saved as JSON, and leaves targets and classes alone", (_, fit) => {
  const data = digits({ count: 5, seed: 1 });
  const scale = fit(data);
  const saved = fit(JSON.parse(JSON.stringify(scale)) as never);
  expect(saved.apply(data)).toEqual(scale.apply(data));
  expect(scale.apply(data)).toMatchObject({ targets: data.targets, classes: data.classes });
});

it.each([
  ["normalizer", normalizer, { mean: [1], deviation: [1, 2] }],
  ["minMaxScaler", minMaxScaler, { minimum: ["0"], maximum: [1] }],
] as const)("%s refuses what it cannot scale", (name, fit, saved) => {
  const of = (data: Rows["data"]) => ({ inputs: { data, shape: [data.length] } });
  expect(() => fit(of(Int32Array.of(1)))).toThrow(`${name}: inputs in an Int32Array are indices`);
  expect(() => fit(of(Float32Array.of(1, NaN)))).toThrow(`${name}: inputs[1] is NaN`);
  expect(() => fit(of(new Float32Array(0)))).toThrow(`${name}: no numbers to fit on`);
  expect(() => fit({ inputs: { data: new Float32Array(2), shape: [1, 1, 0] } })).toThrow(
    `${name}: inputs of shape [1, 1, 0] need 0 numbers, got 2`,
  );
  expect(() => fit(saved as never)).toThrow(`${name}: ${Object.keys(saved).join(" and ")} are no lists`);
  expect(() => fit(table as never).apply({ inputs: { data: new Float32Array(3), shape: [1, 3] } })).toThrow(
    `${name}: inputs of shape [1, 3] have 3 features or channels, fitted were 2`,
  );
});
