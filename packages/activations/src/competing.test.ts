import { neg, seeded, sum, tensor, uniform } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { logSoftmax, softmax, softmin } from "./competing.ts";

const x = uniform([3, 4], { low: -5, high: 5, dtype: "float64", random: seeded(1) });

describe.each([softmax, softmin])("$facts.name", (f) => {
  it.each([0, 1, -1])("gives numbers that sum to 1 along axis %i", async (axis) => {
    for (const total of await sum(f(x, { axis }), { axis }).data()) expect(total).toBeCloseTo(1, 12);
  });

  it("is not changed by a constant, however large", async () => {
    const y = await f(tensor([[1e4, 1e4 + 1]], { dtype: "float64" })).data();
    const expected = await f(tensor([[0, 1]], { dtype: "float64" })).data();
    y.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
  });
});

it("softmin of x is softmax of −x", async () => {
  expect(await softmin(x).array()).toEqual(await softmax(neg(x)).array());
});

it("logSoftmax is the logarithm of softmax, and leaves logarithms of probabilities as they are", async () => {
  const [logs, probabilities] = [logSoftmax(x), await softmax(x).data()];
  const [values, again] = [await logs.data(), await logSoftmax(logs).data()];
  values.forEach((value, i) => {
    expect(value).toBeCloseTo(Math.log(probabilities[i]), 12);
    expect(again[i]).toBeCloseTo(value, 12);
  });
});

it.each([softmax, logSoftmax, softmin])("$facts.name bears its name and refuses an axis it lacks", (f) => {
  expect(f.name).toBe(f.facts.name);
  expect(() => f(x, { axis: 2 })).toThrow(/axis 2/);
});
