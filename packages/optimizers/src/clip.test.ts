import { backward, memory, mul, parameter, scope, sum, tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { clipGradNorm, clipGradValue, sgd } from "./index.ts";

/** Gradients [3, -4] and [12]: 13 long. */
function gradients() {
  const [a, b] = [parameter([0, 0]), parameter([0])];
  const slopes = [tensor([3, -4]), tensor([12])];
  return { a, b, gradients: backward(sum(mul(a, slopes[0])).add(sum(mul(b, slopes[1])))) };
}

describe("clipGradNorm", () => {
  it.each([
    [2, 13, 1, [3 / 13, -4 / 13, 12 / 13]],
    [2, 13, 100, [3, -4, 12]],
    [1, 19, 1.9, [0.3, -0.4, 1.2]],
    [Infinity, 12, 6, [1.5, -2, 6]],
  ])(
    "with normType %d finds the norm %d, and a maximum of %d",
    async (normType, length, maximum, expected) => {
      const { a, b, gradients: given } = gradients();
      const { gradients: clipped, norm } = clipGradNorm(given, maximum, { normType });
      expect(await norm.item()).toBeCloseTo(length, 5);
      const values = [...(await clipped.of(a).data()), ...(await clipped.of(b).data())];
      values.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
      expect(await given.of(b).item()).toBe(12);
    },
  );

  it("makes a step as long as it says, and leaves no memory behind", async () => {
    const w = parameter([3, 4]);
    const optimizer = sgd([w], { learningRate: 1 });
    const before = memory();
    const norm = scope(() => {
      const clipped = clipGradNorm(backward(sum(mul(w, w))), 5);
      optimizer.step(clipped.gradients);
      return clipped.norm;
    });
    expect(memory().tensors).toBe(before.tensors + 1);
    expect(await norm.item()).toBe(10);
    (await w.data()).forEach((value) => expect(value).toBeCloseTo(0, 5));
  });
});

it("clipGradValue limits each number for itself", async () => {
  const { a, b, gradients: given } = gradients();
  const clipped = clipGradValue(given, 3.5);
  expect([await clipped.of(a).array(), await clipped.of(b).array()]).toEqual([[3, -3.5], [3.5]]);
});

it.each([
  [
    () => clipGradNorm(gradients().gradients, -1),
    "clipGradNorm: maximum must be a number, at least 0, got -1",
  ],
  [
    () => clipGradNorm(gradients().gradients, 1, { normType: 0 }),
    "clipGradNorm: normType must be above 0, got 0",
  ],
  [
    () => clipGradValue(gradients().gradients, NaN),
    "clipGradValue: maximum must be a number, at least 0, got NaN",
  ],
])("limits that are none are refused", (call, message) => {
  expect(call).toThrow(message);
});
