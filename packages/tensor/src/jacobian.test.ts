import { describe, expect, it } from "vitest";
import { parameter, tensor, zeros } from "./create.ts";
import { grad } from "./grad.ts";
import { hessian, hessianVectorProduct, jacobian } from "./jacobian.ts";
import { memory, scope } from "./memory.ts";
import { mul } from "./ops/arithmetic.ts";
import { exp } from "./ops/exponential.ts";
import { matmul } from "./ops/matmul.ts";
import { prod } from "./ops/product.ts";
import { sum } from "./ops/reduce.ts";
import { backward } from "./tape.ts";
import type { Tensor } from "./tensor.ts";

const cubes = (x: Tensor) => sum(mul(mul(x, x), x));

describe("jacobian", () => {
  const weight = tensor([[1, 2, 3], [4, 5, 6]]); // prettier-ignore

  it("of a product with a matrix is the matrix", async () => {
    const f = (x: Tensor) => matmul(weight as Tensor, x);
    expect(await jacobian(f)(tensor([7, 8, 9])).array()).toEqual(await weight.array());
  });

  it("has the shape of the result before that of the argument", async () => {
    const f = (x: Tensor, w: Tensor) => matmul(x, w);
    const y = jacobian(f, 1)(zeros([2, 3]), zeros([3, 4]));
    expect(y.shape).toEqual([2, 4, 3, 4]);
  });

  it.each<readonly [string, (x: Tensor) => Tensor, unknown]>([
    ["of a single number is the gradient", cubes, [3, 12]],
    ["is 0 where the result does not depend on the argument", () => tensor([1, 2, 3]), [[0, 0], [0, 0], [0, 0]]],
    ["of nothing is empty", () => zeros([0]), []],
  ])("%s", async (_name, f, expected) => {
    expect(await jacobian(f)(tensor([1, 2])).array()).toEqual(expected);
  }); // prettier-ignore

  it("can be differentiated", async () => {
    const trace = (x: Tensor) => sum(jacobian((t: Tensor) => mul(mul(t, t), t))(x));
    expect(await grad(trace)(tensor([1, 2])).array()).toEqual([6, 12]);
    const w = parameter([1, 2]);
    expect(await backward(trace(w)).of(w).array()).toEqual([6, 12]);
  });

  it("leaves nothing behind but its result", () => {
    const x = tensor([1, 2]);
    const before = memory();
    const y = scope(() => jacobian((t: Tensor) => exp(mul(t, t)))(x));
    expect(memory().tensors - before.tensors).toBe(1);
    y.dispose();
  });
});

describe("hessian", () => {
  it("holds all second derivatives", async () => {
    expect(await hessian(cubes)(tensor([1, 2])).array()).toEqual([[6, 0], [0, 12]]); // prettier-ignore
  });

  it("is that of one argument of several", async () => {
    const f = (x: Tensor, y: Tensor) => sum(mul(mul(x, y), y));
    expect(await hessian(f, 1)(tensor([2, 3]), tensor([5, 7])).array()).toEqual([[4, 0], [0, 6]]); // prettier-ignore
  });

  it("times a vector is the Hessian-vector product", async () => {
    const x = tensor([2, 3, 5], { dtype: "float64" });
    const v = tensor([1, -1, 2], { dtype: "float64" });
    const product: Tensor = matmul(hessian((t: Tensor) => prod(t))(x), v as Tensor);
    expect(await hessianVectorProduct((t) => prod(t))(x, v).array()).toEqual(await product.array());
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ["a function of several results", () => hessian((t: Tensor) => t)(tensor([1, 2])), "GradientError", "grad: needs a single number, got Tensor [2] float32; take the sum or the mean first"],
    ["an argument that is not there", () => jacobian(cubes, 1)(tensor([1])), "GradientError", "jacobian: there is no argument 1 among 1"],
    ["integers", () => jacobian(cubes)(tensor([1], { dtype: "int32" })), "DTypeError", "jacobian: needs float32 or float64, got int32; cast it first"],
    ["a vector of another shape", () => hessianVectorProduct(cubes)(tensor([1, 2]), tensor([1])), "ShapeError", "hessianVectorProduct: the vector needs the shape of x, for [1] and [2]"],
  ])("refuses %s", (_name, make, name, message) => {
    expect(make).toThrow(expect.objectContaining({ name, message }));
  }); // prettier-ignore
});
