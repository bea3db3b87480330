import { tanh } from "@piecewise/activations";
import { linear, sequential } from "@piecewise/layers";
import { meanSquaredError } from "@piecewise/losses";
import { add, backward, exp, memory, mul, noGrad, norm, parameter, sigmoid, sum, tensor } from "@piecewise/tensor"; // prettier-ignore
import { describe, expect, it } from "vitest";
import { explain } from "./explain.ts";

describe("explain", () => {
  it("gives each operation on single numbers its value, its derivatives and its gradient", async () => {
    const [w, x, b] = [parameter(2), tensor(3), parameter(-5)];
    const { nodes, text } = await explain(sigmoid(add(mul(w, x), b)));
    const s = 1 / (1 + Math.exp(-1));
    const slope = s * (1 - s);
    expect(nodes.map(({ operation, inputs }) => [operation, inputs])).toEqual([
      ...[["parameter", []], ["constant", []], ["parameter", []]], // prettier-ignore
      ...[["mul", [0, 1]], ["add", [3, 2]], ["sigmoid", [4]]], // prettier-ignore
    ]);
    expect(nodes.map(({ value }) => value)).toEqual([2, 3, -5, 6, 1, expect.closeTo(s, 6)]);
    expect(nodes[3].derivatives).toEqual([3, undefined]);
    expect(nodes[5].derivatives).toEqual([expect.closeTo(slope, 6)]);
    const about = (x: number): unknown => expect.closeTo(x, 6);
    expect(nodes.map(({ gradientNorm }) => gradientNorm)).toEqual([
      ...[about(3 * slope), undefined, about(slope)],
      ...[about(slope), about(slope), 1],
    ]);
    expect(text.split("\n").slice(2).map((line) => line.split(/ {2,}/))).toEqual([
      ["#0 parameter", "[]", "2", "0.59"],
      ["#1 constant", "[]", "3"],
      ["#2 parameter", "[]", "-5", "0.2"],
      ["#3 mul(#0, #1)", "[]", "6", "3, –", "0.2"],
      ["#4 add(#3, #2)", "[]", "1", "1, 1", "0.2"],
      ["#5 sigmoid(#4)", "[]", "0.73", "0.2", "1"],
    ]); // prettier-ignore
  });

  it("agrees with backward on a model's parameters, which it calls by their names, and keeps the tape", async () => {
    const model = sequential(linear(3, 4), tanh, linear(4, 1));
    const loss = meanSquaredError(model(tensor([[1, 2, 3], [0, 1, 0]])), tensor([[1], [0]])); // prettier-ignore
    const before = memory();
    const { nodes } = await explain(loss, { model });
    expect(memory()).toEqual(before);
    const named = nodes.filter(({ name }) => name !== undefined);
    expect(named.map(({ name }) => name)).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
    const gradients = backward(loss);
    for (const [i, p] of model.parameters.entries())
      expect(named[i].gradientNorm).toBeCloseTo(await noGrad(() => norm(gradients.of(p))).item(), 6);
  });

  it("adds up what was repeated, and the gradients of what is used twice", async () => {
    const [row, once] = [parameter([1, 2]), parameter(1)];
    const { nodes } = await explain(sum(mul(tensor([[1, 1], [1, 1], [1, 1]]), mul(row, exp(once))))); // prettier-ignore
    expect(nodes[0].gradientNorm).toBeCloseTo(Math.hypot(3, 3) * Math.E, 4);
    expect(nodes[1].gradientNorm).toBeCloseTo(9 * Math.E, 4);
    const w = parameter(3);
    expect((await explain(add(mul(w, w), w))).nodes[0].gradientNorm).toBe(7);
  });

  it.each([
    ["more than one number", () => mul(parameter([1, 2]), 2), "needs a single number"],
    ["no parameter", () => tensor(1), "the loss depends on no parameter"],
    ["a tape that is used up", () => usedUp(), "an earlier backward used up"],
  ])("says what is wrong with %s", async (_what, make, message) => {
    await expect(explain(make())).rejects.toThrow(message);
  });
});

function usedUp() {
  const loss = mul(parameter(1), 2);
  backward(loss);
  return loss;
}
