import {
  customGradient,
  exp,
  memory,
  mul,
  noGrad,
  stopGradient,
  sum,
  tensor,
  where,
  zeros,
} from "@piecewise/tensor";
import { add, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { checkGradient } from "./check-gradient.ts";

const float64 = { dtype: "float64" } as const;
const [a, b] = [tensor([0.5, -1, 2], float64), tensor([1, 3, -2], float64)];

/** The product, with a gradient rule for the second factor that adds an error to one element. */
const wrongAt = (element: number, error: number) => {
  const errors = tensor(
    [0, 1, 2].map((i) => (i === element ? error : 0)),
    float64,
  );
  return customGradient((x, y) => mul(x, y), [(g, [, y]) => mul(g, y), (g, [x]) => add(mul(g, x), errors)]);
};

describe("checkGradient", () => {
  it("accepts right gradients and says how large the largest error was", async () => {
    const { largestError } = await checkGradient((x, y) => mul(exp(x), y), [a, b]);
    expect(largestError).toBeLessThan(1e-8);
  });

  it.each([0, 1, 2])("finds a wrong rule and names the element: %i", async (element) => {
    await expect(checkGradient(wrongAt(element, 0.01), [a, b])).rejects.toThrow(
      new RegExp(`^checkGradient: element ${element} of input 1: the gradient is .+, central differences give .+ \\(error .+, allowed 0\\.000001\\)$`), // prettier-ignore
    );
  });

  it("finds a rule that gives NaN, also where others come after it", async () => {
    await expect(checkGradient(wrongAt(0, NaN), [a, b])).rejects.toThrow(
      "element 0 of input 1: the gradient is NaN",
    );
  });

  it("finds an input whose gradient was forgotten", async () => {
    const forgetful = (x: Tensor, y: Tensor) => mul(x, stopGradient(y));
    await expect(checkGradient(forgetful, [a, b])).rejects.toThrow("of input 1: the gradient is 0");
  });

  it("accepts an input that changes nothing", async () => {
    await checkGradient((x) => mul(x, x), [a, b]);
  });

  it("names the largest of several errors", async () => {
    const f = (x: Tensor, y: Tensor) => add(wrongAt(0, 0.1)(x, y), wrongAt(2, 10)(x, y));
    await expect(checkGradient(f, [a, b])).rejects.toThrow("element 2 of input 1");
  });

  it("allows what the tolerance allows, in steps as large as asked for", async () => {
    expect((await checkGradient(wrongAt(1, 1e-3), [a, b], { tolerance: 0.01 })).element).toBe(1);
    const coarse = (x: Tensor) => mul(mul(x, x), x);
    await expect(checkGradient(coarse, [a], { step: 0.1 })).rejects.toThrow("of input 0");
  });

  it("refuses inputs that are not float64", async () => {
    await expect(checkGradient((x) => mul(x, x), [zeros([2])])).rejects.toThrow(
      "checkGradient: needs float64 inputs, got Tensor [2] float32; cast it",
    );
  });

  it("says so when nothing depends on the inputs", async () => {
    await expect(checkGradient((x) => noGrad(() => sum(x)), [a])).rejects.toThrow("depends on no parameter");
  });

  it("holds no memory afterwards, however it ended", async () => {
    const before = memory();
    await checkGradient((x, y) => mul(exp(x), y), [a, b]);
    await checkGradient((x) => where(tensor([true, false, true]), x, 0), [a]);
    const failing = wrongAt(1, 1);
    const made = memory();
    await expect(checkGradient(failing, [a, b])).rejects.toThrow("element 1");
    expect(memory()).toEqual(made);
    expect(made.tensors - before.tensors).toBe(1);
  });
});
