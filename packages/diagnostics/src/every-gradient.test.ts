import * as activations from "@piecewise/activations";
import { js } from "@piecewise/backend-js";
import { wasm } from "@piecewise/backend-wasm";
import * as losses from "@piecewise/losses";
import * as operations from "@piecewise/tensor";
import { grad, mul, sum, tensor, useBackend, type Backend, type Tensor } from "@piecewise/tensor";
import { afterAll, describe, expect, it } from "vitest";
import { checkGradient } from "./check-gradient.ts";
import { activationRows } from "./gradients/activations.rows.test.ts";
import { comparisons, elementwise } from "./gradients/elementwise.rows.test.ts";
import { images } from "./gradients/images.rows.test.ts";
import type { Differentiable, Row } from "./gradients/inputs.rows.test.ts";
import { lossRows } from "./gradients/losses.rows.test.ts";
import { products } from "./gradients/products.rows.test.ts";
import { reductions } from "./gradients/reductions.rows.test.ts";
import { shapes } from "./gradients/shapes.rows.test.ts";

const rows: Row[] = [
  ...[...elementwise, ...reductions, ...products, ...shapes, ...images],
  ...[...activationRows, ...lossRows],
];

const cases = rows.map(([name, f, ...inputs]) => ({ name, f, inputs }));

describe("every differentiable operation", () => {
  it.each(cases)("$name: the gradient agrees with finite differences", async ({ f, inputs }) => {
    await checkGradient(f, inputs);
  });

  it.each(cases)(
    "$name: the gradient of the gradient agrees with finite differences",
    async ({ f, inputs }) => {
      for (const argument of inputs.keys()) {
        await checkGradient(firstGradient(f, argument), inputs, { tolerance: 2e-6 });
      }
    },
  );

  it("stands in the table above, or is known to have no gradient", () => {
    const tested = new Set([...comparisons, ...rows.map(([name]) => name)]);
    const missing = (pkg: object) =>
      Object.keys(pkg).filter((name) => !tested.has(name) && !without.has(name));
    expect([missing(operations), missing(activations), missing(losses)].flat()).toEqual([]);
  });
});

describe("every differentiable operation in WebAssembly", () => {
  const backends = { float64: js(), float32: wasm({ threads: 1 }) };
  afterAll(() => useBackend(backends.float64));

  async function bothGradients({ f, inputs }: (typeof cases)[number], dtype: keyof typeof backends) {
    const values = await Promise.all(inputs.map((x) => x.data()));
    useBackend<never>(backends[dtype] as unknown as Backend<never>);
    // From numbers that both dtypes hold.
    const own = values.map((x, i) => tensor(Float32Array.from(x), { shape: inputs[i].shape, dtype }));
    const gradients = inputs.flatMap((_, i) => {
      const first = firstGradient(f, i);
      return [first(...own), grad((...args: Tensor[]) => sum(first(...args)), i)(...own)];
    });
    return Promise.all(gradients.map((g) => g.data()));
  }

  // In another dtype rrelu draws other slopes.
  it.each(cases.filter(({ name }) => name !== "rrelu"))(
    "$name: the gradient, and the gradient of the gradient, are those of float64 in JavaScript",
    async (of) => {
      const expected = await bothGradients(of, "float64");
      const got = await bothGradients(of, "float32");
      for (const [i, gradient] of expected.entries()) {
        const near = 1e-5 * Math.max(1, ...Array.from(gradient, Math.abs));
        const far = Array.from(gradient).filter((g, at) => !(Math.abs(got[i][at] - g) <= near));
        expect(far, `${got[i].join()} for ${gradient.join()}`).toEqual([]);
      }
    },
  );
});

/** The gradient of a sum of squares: the square makes the gradient of a linear operation depend on its input. */
function firstGradient(f: Differentiable, argument: number): Differentiable {
  return grad((...args: Tensor[]) => sum(mul(f(...args), f(...args))), argument);
}

/**
 * Exports through which no gradient flows: they make tensors, compare, search, or are no operations. And `maskedSelect`, which
 * waits: its own test asks for its gradient.
 */
const without = new Set(
  `
  tensor zeros ones full arange linspace eye fromBuffer parameter uniform normal oneHot
  any all argmax argmin argsort nonZero maskedSelect
  backward grad valueAndGrad jacobian hessian hessianVectorProduct noGrad stopGradient customGradient Gradients scope memory
  useBackend currentBackend elementwise update updateAndSum seed seeded sharedRandom Random Tensor Parameter
  requireFloat requireTensor shapeText PiecewiseError ShapeError DTypeError BackendError DataError
  CheckpointError GradientError activation chooseActivation gainOf saturationOf reduceLosses
`.match(/\w+/g),
);
