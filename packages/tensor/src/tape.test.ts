import { describe, expect, it } from "vitest";
import { parameter, tensor } from "./create.ts";
import { customGradient, grad, stopGradient, valueAndGrad } from "./grad.ts";
import { memory, scope } from "./memory.ts";
import { add, mul, square, sub } from "./ops/arithmetic.ts";
import { cast } from "./ops/cast.ts";
import { exp } from "./ops/exponential.ts";
import { concat } from "./ops/join.ts";
import { matmul } from "./ops/matmul.ts";
import { mean, sum } from "./ops/reduce.ts";
import { reshape } from "./ops/reshape.ts";
import { noGrad } from "./run.ts";
import { backward } from "./tape.ts";
import { Tensor } from "./tensor.ts";

const failing = (message: string) => expect.objectContaining({ name: "GradientError", message }) as Error;
const usedUp = failing(
  "backward: an earlier backward used up what the loss depends on; pass it keepTape: true",
);
const freed = failing(
  "backward: a tensor that the loss depends on was freed; call backward inside the scope that made it, or return it from there",
);
const changed = (operation: string) =>
  failing(
    `backward: a parameter that ${operation} read has changed since; call backward before the optimizer's step`,
  );

describe("backward", () => {
  it.each<readonly [string, (w: Tensor) => Tensor, number[]]>([
    ["a tensor used twice by one operation", (w) => sum(mul(w, w)), [4, 6]],
    ["a tensor added to itself", (w) => sum(add(w, w)), [2, 2]],
    ["a parameter used by two operations", (w) => add(sum(square(w)), sum(mul(w, 3))), [7, 9]],
    [
      "a diamond",
      (w) => {
        const middle = mul(w, 2);
        return sum(mul(square(middle), add(middle, 1)));
      },
      [112, 240],
    ],
    ["a diamond of two arms of different length", (w) => sum(mul(w, exp(sub(w, w)))), [1, 1]],
    ["the same tensor three times in a list", (w) => sum(concat([w, w, w])), [3, 3]],
    ["a shape and the numbers themselves", (w) => sum(mul(reshape(w, [2, 1]), w)), [10, 10]],
    ["a loss of shape [1, 1]", (w) => matmul(reshape(w, [1, 2]), reshape(w, [2, 1])), [4, 6]],
  ])("sums the gradients of all paths: %s", async (_name, f, expected) => {
    const w = parameter([2, 3]);
    expect(await backward(f(w)).of(w).array()).toEqual(expected);
  });

  it("reaches every parameter, and says which it did not", async () => {
    const [used, unused, frozen] = [parameter([1]), parameter([1]), parameter([2], { trainable: false })];
    const gradients = backward(sum(mul(used, frozen)));
    expect([used, unused, frozen].map((p) => gradients.has(p))).toEqual([true, false, false]);
    expect([...gradients]).toHaveLength(1);
    expect(() => gradients.of(unused)).toThrow(
      failing("gradients.of: the loss does not depend on Tensor [1] float32"),
    );
  });

  it("gives gradients that can be changed one by one, into others", async () => {
    const [w, v] = [parameter([1, 2]), parameter([3, 4])];
    const gradients = backward(sum(mul(w, v)));
    const changed = gradients.map((gradient, leaf) => (leaf === w ? mul(gradient, 10) : gradient));
    expect(await changed.of(w).array()).toEqual([30, 40]);
    expect(changed.of(v)).toBe(gradients.of(v));
    expect(await gradients.of(w).array()).toEqual([3, 4]);
  });

  it("of a parameter itself is 1", async () => {
    const w = parameter(5);
    expect(await backward(w).of(w).item()).toBe(1);
  });

  it("gives the gradient the parameter's dtype", () => {
    const w = parameter([1, 2]);
    const loss = sum(mul(cast(w, "float64"), tensor([1, 2], { dtype: "float64" })));
    expect([loss.dtype, backward(loss).of(w).dtype]).toEqual(["float64", "float32"]);
  });

  it.each<readonly [string, () => unknown, string]>([
    ["several numbers", () => backward(parameter([1, 2])), "backward: needs a single number, got Tensor [2] float32; take the sum or the mean first"],
    ["what depends on no parameter", () => backward(tensor(1)), "backward: the loss depends on no parameter, or was made under noGrad; make weights with parameter(), trainable"],
    ["what was made under noGrad", () => backward(noGrad(() => square(parameter(1)))), "backward: the loss depends on no parameter, or was made under noGrad; make weights with parameter(), trainable"],
  ])("refuses %s", (_name, body, message) => {
    expect(body).toThrow(failing(message));
  }); // prettier-ignore

  it("refuses what is no tensor", () => {
    expect(() => backward(undefined as never)).toThrow(expect.objectContaining({ name: "DTypeError" }));
  });
});

describe("the tape", () => {
  it("is used up by backward: a second one is an error, not a silent 0", () => {
    const w = parameter([1, 2]);
    const loss = sum(square(w));
    backward(loss);
    expect(() => backward(loss)).toThrow(usedUp);
  });

  it("is an error also where only a part of it is used up", () => {
    const w = parameter([1, 2]);
    const shared = square(w);
    backward(sum(shared));
    expect(() => backward(add(sum(shared), sum(w)))).toThrow(usedUp);
  });

  it("stays with keepTape, for as many as asked", async () => {
    const w = parameter([1, 2]);
    const loss = sum(square(w));
    for (const keepTape of [true, true, false])
      expect(await backward(loss, { keepTape }).of(w).array()).toEqual([2, 4]);
    expect(() => backward(loss)).toThrow(usedUp);
  });

  it("notices that a tensor on the way was freed, instead of stopping there", () => {
    const w = parameter([1, 2]);
    const partial = scope(() => mul(square(w), 2));
    expect(() => backward(sum(add(partial, w)))).toThrow(freed);
    const middle = square(w);
    const loss = sum(middle);
    middle.dispose();
    expect(() => backward(loss)).toThrow(freed);
  });

  it("notices that a parameter changed between forward and backward", () => {
    const w = parameter([1, 2]);
    const loss = sum(square(w));
    w.assign(tensor([5, 6]));
    expect(() => backward(loss)).toThrow(changed("square"));
  });

  it("notices the change through another shape, and of a parameter that is not trainable", () => {
    const [w, frozen] = [parameter([1, 2]), parameter([[3], [4]], { trainable: false })];
    const loss = sum(mul(w, reshape(frozen, [2])));
    frozen.assign(tensor([[5], [6]]));
    expect(() => backward(loss)).toThrow(changed("mul"));
    const detached = stopGradient(w);
    const second = sum(mul(w, detached));
    w.assign(tensor([7, 8]));
    expect(() => backward(second)).toThrow(changed("mul"));
  });

  it("does not mind a change after backward, or of what the loss never read", async () => {
    const [w, other] = [parameter([1]), parameter([1])];
    const loss = sum(square(w));
    other.assign(tensor([2]));
    expect(await backward(loss).of(w).array()).toEqual([2]);
    w.assign(tensor([3]));
    expect(
      await backward(sum(square(w)))
        .of(w)
        .array(),
    ).toEqual([6]);
  });

  it("frees what it made on the way, and nothing else", () => {
    const w = parameter([1, 2]);
    const middle = square(w);
    const loss = mean(exp(middle));
    const before = memory();
    const gradients = backward(loss);
    expect(memory().tensors).toBe(before.tensors + 1);
    for (const gradient of gradients) gradient.dispose();
    expect(memory()).toEqual(before);
  });
});

describe("noGrad and stopGradient", () => {
  it("leave no tape, also after an error and when nested", () => {
    const w = parameter([1]);
    expect(noGrad(() => noGrad(() => square(w)).tracked || square(w).tracked)).toBe(false);
    expect(() =>
      noGrad(() => {
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect(square(w).tracked).toBe(true);
  });

  it("lets no gradient through", async () => {
    const w = parameter([2, 3]);
    expect(
      await backward(sum(mul(w, stopGradient(w))))
        .of(w)
        .array(),
    ).toEqual([2, 3]);
    expect(stopGradient(w)).not.toBeInstanceOf(w.constructor);
  });
});

describe("customGradient", () => {
  const reverse = customGradient((x) => mul(x, 1), [(g) => mul(g, -1)]);

  it("uses the rules it is given", async () => {
    const w = parameter([1, 2]);
    expect(
      await backward(sum(mul(reverse(w), 3)))
        .of(w)
        .array(),
    ).toEqual([-3, -3]);
  });

  it("hands inputs and output to the rules, which can be differentiated again", async () => {
    const product = customGradient(
      (a, b) => mul(a, b),
      [(g, [, b]) => mul(g, b), (g, [a], y) => mul(g, add(a, mul(y, 0)))],
    );
    const f = (x: Tensor) => sum(product(x, product(x, x)));
    expect(await grad(f)(tensor([2])).array()).toEqual([12]);
    expect(await grad((x: Tensor) => sum(grad(f)(x)))(tensor([2])).array()).toEqual([12]);
  });

  it("leaves no tape under noGrad or without a tracked input", () => {
    expect(noGrad(() => reverse(parameter([1]))).tracked).toBe(false);
    expect(reverse(tensor([1])).tracked).toBe(false);
  });

  it("sums the rule's result down to the input's shape", async () => {
    const repeat = customGradient((x) => add(x, tensor([0, 0, 0])), [(g) => g]);
    const w = parameter(1);
    expect(
      await backward(sum(repeat(w)))
        .of(w)
        .item(),
    ).toBe(3);
  });

  it("may hand back tensors of others, which are not freed", async () => {
    const mask = tensor([5, 7]);
    const masked = customGradient((x) => mul(x, mask), [() => mask]);
    const w = parameter([1, 1]);
    expect(await backward(sum(masked(exp(w)))).of(w).array()).toEqual([5 * Math.E, 7 * Math.E].map(Math.fround)); // prettier-ignore
    expect(await mask.array()).toEqual([5, 7]);
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ["another number of rules", () => reverse(tensor([1]), tensor([1])), "GradientError", "customGradient: got 2 inputs but 1 rules; give one each"],
    ["a result that does not fit", () => backward(sum(customGradient((x) => mul(x, 1), [() => tensor([1, 2, 3])])(parameter([1, 2])))), "ShapeError", "customGradient: the gradient rule's result does not fit the input, for [3] and [2]"],
  ])("refuses %s", (_name, body, name, message) => {
    expect(body).toThrow(expect.objectContaining({ name, message }));
  }); // prettier-ignore
});

describe("valueAndGrad", () => {
  it("gives both, and leaves no tape behind", async () => {
    const { value, gradient } = valueAndGrad((x) => sum(square(x)))(tensor([1, 2]));
    expect([await value.item(), await gradient.array()]).toEqual([5, [2, 4]]);
    expect([value.tracked, gradient.tracked]).toEqual([false, false]);
  });
});
