import { seeded, zeros } from "@piecewise/tensor";
import { relu, tanh } from "@piecewise/activations";
import { describe, expect, it } from "vitest";
import {
  defaultUniform,
  kaimingNormal,
  kaimingUniform,
  lecunNormal,
  xavierNormal,
  xavierUniform,
} from "./index.ts";
import { startingWith } from "./initializers.ts";

const dense = [200, 300]; // fan in 300, fan out 200
const kernel = [40, 20, 3, 5]; // fan in 300, fan out 600
const draws = () => ({ random: seeded(3), dtype: "float64" }) as const;

const rows = [
  ["kaimingNormal", dense, (s: number[]) => kaimingNormal(s, draws()), Math.sqrt(2 / 300)],
  ["kaimingNormal of a kernel", kernel, (s: number[]) => kaimingNormal(s, draws()), Math.sqrt(2 / 300)],
  ["kaimingNormal by fan out", kernel, (s: number[]) => kaimingNormal(s, { ...draws(), mode: "fanOut" }), Math.sqrt(2 / 600)], // prettier-ignore
  ["kaimingNormal for tanh", dense, (s: number[]) => kaimingNormal(s, { ...draws(), gain: tanh.facts.gain }), 5 / 3 / Math.sqrt(300)], // prettier-ignore
  ["kaimingUniform for relu", dense, (s: number[]) => kaimingUniform(s, { ...draws(), gain: relu.facts.gain }), Math.sqrt(2 / 300)], // prettier-ignore
  ["lecunNormal", dense, (s: number[]) => lecunNormal(s, draws()), Math.sqrt(1 / 300)],
  ["xavierNormal", dense, (s: number[]) => xavierNormal(s, draws()), Math.sqrt(2 / 500)],
  ["xavierUniform of a kernel", kernel, (s: number[]) => xavierUniform(s, draws()), Math.sqrt(2 / 900)],
  ["xavierUniform with gain 3", dense, (s: number[]) => xavierUniform(s, { ...draws(), gain: 3 }), 3 * Math.sqrt(2 / 500)], // prettier-ignore
  ["defaultUniform", dense, (s: number[]) => defaultUniform(s, 300, draws()), 1 / Math.sqrt(3 * 300)],
] as const;

describe.each(rows)("%s", (name, shape, make, deviation) => {
  it("has mean 0 and the standard deviation of its formula", async () => {
    const values = [...(await make([...shape]).data())];
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
    expect(Math.abs(mean)).toBeLessThan((4 * deviation) / Math.sqrt(values.length));
    expect(spread / deviation).toBeCloseTo(1, 1);
  });

  it("stays within √3 deviations if it is uniform, and does not if it is normal", async () => {
    const largest = Math.max(...[...(await make([...shape]).data())].map(Math.abs));
    expect(largest / deviation <= Math.sqrt(3)).toBe(name.includes("Uniform"));
  });
});

it.each([kaimingNormal, kaimingUniform, lecunNormal, xavierNormal, xavierUniform])(
  "$name refuses a bias and names itself or what it is made of",
  (initializer) => {
    expect(() => initializer([10])).toThrow(
      /(kaiming|xavier)(Normal|Uniform): needs a weight with at least two axes/,
    );
  },
);

it.each([0, -1, NaN, Infinity])("refuses the gain %d", (gain) => {
  expect(() => kaimingNormal([2, 2], { gain })).toThrow(
    `kaimingNormal: the gain must be above 0, got ${gain}`,
  );
  expect(() => xavierUniform([2, 2], { gain })).toThrow(
    `xavierUniform: the gain must be above 0, got ${gain}`,
  );
});

it("startingWith makes parameters that train unless told otherwise", () => {
  expect(startingWith(() => zeros([2])).trainable).toBe(true);
  expect(startingWith(() => zeros([2]), { trainable: false }).trainable).toBe(false);
});
