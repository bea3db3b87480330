import { expect, it } from "vitest";
import * as activations from "./index.ts";
import { gainOf } from "./gain.ts";

it.each([
  ["relu", Math.SQRT2],
  ["leakyRelu", Math.sqrt(2 / (1 + 0.01 ** 2))],
  ["tanh", 5 / 3],
  ["sigmoid", 1],
  ["selu", 3 / 4],
] as const)("%s has the gain that PyTorch's calculate_gain gives", (name, gain) => {
  expect(activations[name].facts.gain).toBeCloseTo(gain, 6);
});

it.each([
  ["the identity", (x: number) => x, 1],
  ["a factor of 4", (x: number) => 4 * x, 1 / 4],
  ["the step function", (x: number) => (x > 0 ? 1 : 0), Math.SQRT2],
] as const)("%s keeps the variance with the gain of the integral", (_, f, gain) => {
  expect(gainOf(f)).toBeCloseTo(gain, 6);
});
