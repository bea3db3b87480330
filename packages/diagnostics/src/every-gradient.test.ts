import * as activations from "@piecewise/activations";
import { js } from "@piecewise/backend-js";
import { wasm } from "@piecewise/backend-wasm";
import * as losses from "@piecewise/losses";
import * as operations from "@piecewise/tensor";
import {
  add,
  grad,
  hessian,
  hessianVectorProduct,
  matmul,
  mul,
  reshape,
  square,
  sum,
  tensor,
  transpose,
} from "@piecewise/tensor";
import { useBackend, type Backend, type Tensor } from "@piecewise/tensor";
import { afterAll, describe, expect, it } from "vitest";
import { checkGradient } from "./check-gradient.ts";
import { activationRows, drawing } from "./gradients/activations.rows.test.ts";
import { elementwise } from "./gradients/elementwise.rows.test.ts";
import { images } from "./gradients/images.rows.test.ts";
import type { Differentiable, ForwardRow, Row } from "./gradients/inputs.rows.test.ts";
import { lossRows } from "./gradients/losses.rows.test.ts";
import { products } from "./gradients/products.rows.test.ts";
import { reductions } from "./gradients/reductions.rows.test.ts";
import { shapes } from "./gradients/shapes.rows.test.ts";
import { withoutGradient } from "./gradients/without-gradient.rows.test.ts";

const rows: Row[] = [
  ...[...elementwise, ...reductions, ...products, ...shapes, ...images],
  ...[...activationRows, ...drawing, ...lossRows],
];

const asCase = ([name, f, ...inputs]: Row | ForwardRow) => ({ name, f, inputs, hasGradient: false });
type Case = ReturnType<typeof asCase>;
const cases = rows.map((row) => {
  const [name, f, ...inputs] = row;
  return { name, f, inputs, hasGradient: true, draws: drawing.includes(row) };
});

describe("every differentiable operation", () => {
  it.for(cases)(
    "$name: the gradient agrees with finite differences",
    async ({ name, f, inputs }, { task }) => {
      const { largestError: error } = await checkGradient(f, inputs);
      task.meta.measured = [{ of: name, backend: "js", what: "gradient", error }];
    },
  );

  it.for(cases)(
    "$name: the gradient of the gradient agrees with finite differences",
    async ({ name, f, inputs }, { task }) => {
      let error = 0;
      for (const argument of inputs.keys()) {
        const check = await checkGradient(firstGradient(f, argument), inputs, { tolerance: 2e-6 });
        error = Math.max(error, check.largestError);
      }
      task.meta.measured = [{ of: name, backend: "js", what: "second gradient", error }];
    },
  );

  it.each(cases.filter(({ inputs }) => inputs[0].size <= 12))(
    "$name: the Hessian is symmetric, and makes the Hessian-vector product",
    async ({ f, inputs: [x, ...rest] }) => {
      const loss = (t: Tensor) => sum(square(f(t, ...rest)));
      const vector = add(mul(x, x), 1);
      const columns = reshape(hessian(loss)(x), [x.size, x.size]);
      const expected = await hessianVectorProduct(loss)(x, vector).data();
      for (const half of [columns, transpose(columns)]) {
        const got = await matmul(half, reshape(vector, [x.size])).data();
        expect(largestError([got], [expected])).toBeLessThanOrEqual(1e-9);
      }
    },
  );

  it("stands in the tables above, or is no operation", () => {
    const tested = new Set([...rows, ...withoutGradient].map(([name]) => name));
    const missing = (pkg: object) =>
      Object.keys(pkg).filter((name) => !tested.has(name) && !noOperations.has(name));
    expect([missing(operations), missing(activations), missing(losses)].flat()).toEqual([]);
  });
});

describe("every operation in float32, on each backend", () => {
  const reference = js();
  const backends = { js: js(), wasm: wasm({ threads: 1 }) };
  afterAll(() => useBackend(reference));

  /** Values, gradients and gradients of gradients, from numbers that both dtypes hold. */
  async function allOf({ f, inputs, hasGradient }: Case, backend: unknown, dtype: "float64" | "float32") {
    const values = await Promise.all(inputs.map((x) => x.data()));
    useBackend<never>(backend as Backend<never>);
    const own = values.map((x, i) =>
      tensor(Float32Array.from(x), {
        shape: inputs[i].shape,
        dtype: inputs[i].dtype === "float64" ? dtype : inputs[i].dtype,
      }),
    );
    const forward = [await f(...own)];
    const of = hasGradient ? inputs.map((_, i) => firstGradient(f as Differentiable, i)) : [];
    const gradients = of.map((first) => first(...own));
    const second = of.map((first, i) => grad((...args: Tensor[]) => sum(first(...args)), i)(...own));
    const dataOf = (tensors: readonly Tensor[]) => Promise.all(tensors.map((x) => x.data()));
    return {
      forward: await dataOf(forward),
      gradient: await dataOf(gradients),
      "second gradient": await dataOf(second),
    };
  }

  const all = [...cases.filter(({ draws }) => !draws), ...withoutGradient.map(asCase)];
  const trials = all.flatMap((c) => (["js", "wasm"] as const).map((backend) => ({ ...c, backend })));
  it.for(trials)(
    "$name on $backend: value, gradient, and gradient of the gradient are those of float64",
    async (trial, { task }) => {
      const { name, backend } = trial;
      const expected = await allOf(trial, reference, "float64");
      const got = await allOf(trial, backends[backend], "float32");
      const errors = whats.flatMap((what) =>
        expected[what].length === 0 ? [] : [{ what, error: largestError(got[what], expected[what]) }],
      );
      for (const { what, error } of errors) expect(error, what).toBeLessThanOrEqual(1e-5);
      task.meta.measured = errors
        .filter(({ what }) => backend === "wasm" || what === "forward")
        .map((measured) => ({ of: name, backend, ...measured }));
    },
  );
});

const whats = ["forward", "gradient", "second gradient"] as const;

/** The largest error, relative to the largest number of the array it is in, or 1. */
function largestError(got: readonly ArrayLike<number>[], expected: readonly ArrayLike<number>[]): number {
  const errors = expected.flatMap((numbers, i) => {
    const scale = Array.from(numbers, Math.abs).reduce((a, b) => Math.max(a, b), 1);
    return Array.from(numbers, (x, at) => (Object.is(x, got[i][at]) ? 0 : Math.abs(x - got[i][at]) / scale));
  });
  return errors.reduce((a, b) => (b <= a ? a : b), 0);
}

/** The gradient of a sum of squares: the square makes the gradient of a linear operation depend on its input. */
function firstGradient(f: Differentiable, argument: number): Differentiable {
  return grad((...args: Tensor[]) => sum(mul(f(...args), f(...args))), argument);
}

/** Exports that make tensors, or are no operations. */
const noOperations = new Set(
  `
  tensor zeros ones full arange linspace eye fromBuffer parameter uniform normal
  backward grad valueAndGrad jacobian hessian hessianVectorProduct noGrad stopGradient customGradient Gradients scope memory
  useBackend currentBackend elementwise update updateAndSum seed seeded sharedRandom Random Tensor Parameter
  requireFloat requireTensor shapeText PiecewiseError ShapeError DTypeError BackendError DataError
  CheckpointError GradientError activation chooseActivation formulaText formulaLatex gainOf saturationOf reduceLosses
`.match(/\w+/g),
);
