import { describe, expect, it } from "vitest";
import { parameter, tensor, zeros } from "../create.ts";
import { elementwise } from "../elementwise.ts";
import { normal, seeded } from "../random.ts";
import { backward } from "../tape.ts";
import type { Tensor } from "../tensor.ts";
import { add } from "./arithmetic.ts";
import { linear } from "./linear.ts";
import { matmul } from "./matmul.ts";
import { sum } from "./reduce.ts";

const random = seeded(4);
const some = (...shape: number[]) => normal(shape, { random, dtype: "float64" });

describe("linear", () => {
  it.each([[[3]], [[5, 3]], [[2, 4, 3]]])("is the product plus the bias, for x of %j", async (shape) => {
    const [x, weight, bias] = [some(...shape), some(4, 3), some(4)];
    const composed = add(matmul(x, weight, { transposeB: true }), bias);
    const y = linear(x, weight, bias);
    expect(y.shape).toEqual([...shape.slice(0, -1), 4]);
    const wanted = await composed.data();
    (await y.data()).forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 12));
  });

  it("gives each of its three inputs a gradient", async () => {
    const [x, weight, bias] = [parameter([[1, 2]]), parameter([[3, 4]]), parameter([5])];
    const gradients = backward(sum(linear(x, weight, bias)));
    expect(await gradients.of(x).array()).toEqual([[3, 4]]);
    expect(await gradients.of(weight).array()).toEqual([[1, 2]]);
    expect(await gradients.of(bias).array()).toEqual([1]);
  });

  it.each([
    ["a weight for other inputs", () => linear(zeros([2, 3]), zeros([4, 5])), "needs [..., inputs] and a weight [outputs, inputs], for [2, 3] and [4, 5]"], // prettier-ignore
    ["a bias for other outputs", () => linear(zeros([2, 3]), zeros([4, 3]), zeros([3])), "the bias needs one number for each of 4 outputs, for [3]"], // prettier-ignore
  ])("refuses %s", (_, call, message) => {
    expect(call).toThrow(expect.objectContaining({ name: "ShapeError", message: `linear: ${message}` }));
  });

  it("refuses an activation whose slope does not follow from its result, and a plain function", () => {
    const silu = elementwise("silu", (x) => x.times(x.sigmoid()));
    for (const activation of [silu, (x: Tensor) => x])
      expect(() =>
        linear(zeros([1, 2]), zeros([3, 2]), undefined, { activation: activation as never }),
      ).toThrow(
        /^linear: activation must be one whose slope follows from its result, such as relu, got (silu|a function)/,
      );
  });

  it("takes a bias of another dtype, as adding it would", async () => {
    const y = linear(tensor([[1, 2]]), tensor([[3, 4]]), tensor([0.5], { dtype: "float64" }));
    expect([y.dtype, await y.array()]).toEqual(["float64", [[11.5]]]);
  });
});
