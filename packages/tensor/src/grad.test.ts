import { describe, expect, it } from "vitest";
import { ones, parameter, tensor } from "./create.ts";
import { grad, valueAndGrad } from "./grad.ts";
import { add, mul, pow, square, sub } from "./ops/arithmetic.ts";
import { exp, log } from "./ops/exponential.ts";
import { matmul } from "./ops/matmul.ts";
import { mean, sum } from "./ops/reduce.ts";
import { norm } from "./ops/statistics.ts";
import { sin, tanh } from "./ops/trigonometry.ts";
import { noGrad } from "./run.ts";
import { scope } from "./memory.ts";
import { backward } from "./tape.ts";
import type { Tensor } from "./tensor.ts";

const float64 = { dtype: "float64" } as const;

describe("grad", () => {
  it("is nested for derivatives of any order", async () => {
    let f: (x: Tensor) => Tensor = sin;
    const values: number[] = [];
    for (let order = 0; order < 5; order++) {
      values.push(await f(tensor(0.5, float64)).item());
      f = grad(f);
    }
    const expected = [Math.sin(0.5), Math.cos(0.5), -Math.sin(0.5), -Math.cos(0.5), Math.sin(0.5)];
    values.forEach((value, order) => expect(value).toBeCloseTo(expected[order], 12));
  });

  it("differentiates with respect to the argument asked for, also mixed", async () => {
    const f = (x: Tensor, y: Tensor) => mul(square(x), pow(y, 3));
    const at = [tensor(2, float64), tensor(3, float64)] as const;
    expect(await grad(f, 0)(...at).item()).toBe(108);
    expect(await grad(f, 1)(...at).item()).toBe(108);
    expect(await grad(grad(f, 0), 1)(...at).item()).toBe(108);
    expect(await grad(grad(f, 1), 0)(...at).item()).toBe(108);
    expect(await grad(grad(f, 1), 1)(...at).item()).toBe(72);
  });

  it.each<readonly [string, (x: Tensor) => Tensor, number]>([
    ["the argument itself", (x) => x, 1],
    ["a function that ignores it", () => tensor(3), 0],
    ["a function of something else that is tracked", () => square(parameter(3)), 0],
    ["a function that uses it twice in an inner grad", (x) => mul(x, grad((y: Tensor) => mul(y, x))(x)), 4],
  ])("of %s", async (_name, f, expected) => {
    expect(await grad(f)(tensor(2)).item()).toBe(expected);
  });

  it("works inside noGrad, where its result is a constant", async () => {
    const w = parameter(3);
    const slope = noGrad(() => grad((x: Tensor) => mul(w, square(x)))(tensor(2)));
    expect([await slope.item(), slope.tracked]).toEqual([12, false]);
  });

  it("inside noGrad leaves the tape of others alone", async () => {
    const w = parameter(3);
    const outside = square(w);
    noGrad(() => grad((x: Tensor) => mul(x, outside))(tensor(2)));
    expect(await backward(outside).of(w).item()).toBe(6);
  });

  it("may use a constant whose tape is used up", async () => {
    const w = parameter(3);
    const outside = square(w);
    backward(outside);
    expect(await grad((x: Tensor) => mul(x, outside))(tensor(2)).item()).toBe(9);
  });

  it("notices that something inside was freed", () => {
    const f = (x: Tensor) =>
      add(
        x,
        scope(() => mul(square(x), 2)),
      );
    expect(() => grad(f)(tensor(1))).toThrow(expect.objectContaining({ name: "GradientError" }));
  });

  it("of a parameter gives a gradient that backward sees through", async () => {
    const w = parameter(2);
    const slope = grad((x: Tensor) => pow(x, 3))(w);
    expect(slope.tracked).toBe(true);
    expect(await backward(slope).of(w).item()).toBe(12);
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ["several numbers", () => grad(square)(tensor([1, 2])), "GradientError", "grad: needs a single number, got Tensor [2] float32; take the sum or the mean first"],
    ["several numbers that ignore it", () => grad((_x: Tensor) => tensor([1, 2]))(tensor(1)), "GradientError", "grad: needs a single number, got Tensor [2] float32; take the sum or the mean first"],
    ["an argument that is not there", () => grad(square, 1)(tensor(1)), "GradientError", "grad: there is no argument 1 among 1"],
    ["integers", () => grad(square)(tensor(1, { dtype: "int32" })), "DTypeError", "grad: needs float32 or float64, got int32; cast it first"],
    ["a plain number", () => grad(square)(1 as never), "DTypeError", "grad: needs a tensor, got number; wrap numbers with tensor()"],
  ])("refuses %s", (_name, body, name, message) => {
    expect(body).toThrow(expect.objectContaining({ name, message }));
  }); // prettier-ignore
});

describe("a gradient penalty", () => {
  const x = tensor([[0.3, -0.7], [0.2, 0.9]], float64); // prettier-ignore
  const values = new Float64Array([0.5, -0.4, 0.1, 0.8]);

  /** (‖∂f/∂x‖ − 1)², summed, of a small network. */
  const penalty = (w: Tensor): Tensor => {
    const slope = grad((input: Tensor) => sum(tanh(matmul(input, w))))(x);
    return sum(square(sub(norm(slope, { axis: 1 }), 1)));
  };

  it("has the gradient that central differences give: backward sees through grad", async () => {
    const w = parameter(tensor(values, { shape: [2, 2] }));
    const got = await backward(penalty(w)).of(w).data();
    const h = 1e-6;
    for (let i = 0; i < 4; i++) {
      const at = (shift: number) =>
        penalty(tensor(values.with(i, values[i] + shift), { shape: [2, 2] })).item();
      expect(got[i]).toBeCloseTo(((await at(h)) - (await at(-h))) / (2 * h), 7);
    }
  });

  it("adds up with the loss itself", async () => {
    const w = parameter(tensor(values, { shape: [2, 2] }));
    const own = await backward(mean(matmul(x, w)))
      .of(w)
      .data();
    const alone = await backward(penalty(w)).of(w).data();
    const both = await backward(add(mean(matmul(x, w)), penalty(w)))
      .of(w)
      .data();
    both.forEach((value, i) => expect(value).toBeCloseTo(own[i] + alone[i], 12));
  });
});

describe("valueAndGrad", () => {
  it("evaluates once", () => {
    let calls = 0;
    valueAndGrad((x: Tensor) => {
      calls++;
      return sum(log(exp(x)));
    })(ones([3]));
    expect(calls).toBe(1);
  });
});
