import { js } from "@piecewise/backend-js";
import { select } from "@piecewise/expressions";
import { afterEach, describe, expect, it } from "vitest";
import { useBackend } from "./backend.ts";
import { tensor } from "./create.ts";
import { elementwise } from "./elementwise.ts";
import { grad } from "./grad.ts";
import {
  abs,
  add,
  clip,
  div,
  maximum,
  minimum,
  mul,
  neg,
  pow,
  remainder,
  sign,
  where,
} from "./ops/arithmetic.ts";
import {
  equal,
  isFinite,
  isNaN,
  less,
  logicalAnd,
  logicalNot,
  logicalOr,
  notEqual,
} from "./ops/comparison.ts";
import { log, rsqrt, sqrt } from "./ops/exponential.ts";
import { sum } from "./ops/reduce.ts";
import { ceil, floor, round } from "./ops/rounding.ts";
import type { Tensor } from "./tensor.ts";

const leaky = elementwise("leaky", (x, { slope, shift }) => select(x.greater(0), x, x.times(slope)).plus(shift), {
  slope: 0.5,
  shift: 0,
}); // prettier-ignore

afterEach(() => useBackend(js()));

/** The keys of all formulas that `body` runs. */
function keysOf(body: () => unknown): Set<string> {
  const backend = js();
  const keys = new Set<string>();
  const map: typeof backend.kernels.map = (outputs, inputs, attributes) => {
    keys.add(attributes.formula.key);
    backend.kernels.map(outputs, inputs, attributes);
  };
  useBackend({ ...backend, kernels: { ...backend.kernels, map } });
  body();
  return keys;
}

describe("options", () => {
  it("have defaults, and each may be given alone", async () => {
    const x = tensor([-2, 2]);
    expect(await leaky(x).array()).toEqual([-1, 2]);
    expect(await leaky(x, { slope: 0.25 }).array()).toEqual([-0.5, 2]);
    expect(await leaky(x, { shift: 1 }).array()).toEqual([0, 3]);
  });

  it("reach the gradient", async () => {
    const slope = grad((x) => sum(leaky(x, { slope: 0.25 })));
    expect(await slope(tensor([-2, 2])).array()).toEqual([0.25, 1]);
  });

  it("make no new loop when they change, neither forward nor backward", () => {
    const keys = keysOf(() => {
      for (const slope of [0.1, 0.2, 0.3]) grad((x) => sum(leaky(x, { slope })))(tensor([-2, 2]));
    });
    const once = keysOf(() => grad((x) => sum(leaky(x)))(tensor([-2, 2])));
    expect(keys).toEqual(once);
  });

  it.each([
    ["an unknown one", { slpe: 1 }, "leaky: has no option slpe, only slope, shift"],
    ["one every object has", { toString: 1 }, "leaky: has no option toString, only slope, shift"],
    ["a string", { slope: "1" }, "leaky: option slope must be a number, got 1"],
    ["null", { shift: null }, "leaky: option shift must be a number, got null"],
  ])("refuse %s", (_name, options, message) => {
    expect(() => leaky(tensor([1]), options as never)).toThrow(
      expect.objectContaining({ name: "DataError", message }),
    );
  });
});

describe("a plain number among the operands", () => {
  it("makes one loop for all its values", () => {
    expect(keysOf(() => [1, 2.5, -3].map((n) => mul(tensor([1]), n))).size).toBe(1);
  });

  it("may stand on either side", async () => {
    const x = tensor([1, 2]);
    expect(await div(x, 2).array()).toEqual([0.5, 1]);
    expect(await div(2, x).array()).toEqual([2, 1]);
    expect(await where(less(x, 2), -1, x).array()).toEqual([-1, 2]);
  });

  it("leaves a gradient to the tensor", async () => {
    expect(await grad((x) => sum(div(6, x)))(tensor([2])).array()).toEqual([-1.5]);
    expect(await grad((x) => sum(pow(x, 3)))(tensor([2])).array()).toEqual([12]);
    expect(await grad((x) => sum(pow(2, x)))(tensor([3])).item()).toBeCloseTo(8 * Math.LN2, 5);
  });
});

describe("operands that are no tensors are refused", () => {
  const untyped = add as (...operands: unknown[]) => Tensor;
  it.each([
    ["numbers alone", [1, 2], "add: needs a tensor among its operands; wrap a number with tensor()"],
    ["too few", [tensor([1])], "add: needs 2 operands, got 1"],
    ["undefined", [tensor([1]), undefined], "add: needs a tensor, got undefined; wrap numbers with tensor()"],
    ["null", [null, tensor([1])], "add: needs a tensor, got null; wrap numbers with tensor()"],
    ["an array", [tensor([1]), [1]], "add: needs a tensor, got object; wrap numbers with tensor()"],
    ["a string", [tensor([1]), "1"], "add: needs a tensor, got string; wrap numbers with tensor()"],
  ])("%s", (_name, operands, message) => {
    expect(() => untyped(...operands)).toThrow(expect.objectContaining({ name: "DTypeError", message }));
  });
});

describe("NaN and other special numbers", () => {
  const x = tensor([NaN, Infinity, -Infinity, -0, 1]);
  it.each<readonly [string, Tensor, unknown]>([
    ["maximum", maximum(x, 0), [NaN, Infinity, 0, 0, 1]],
    ["minimum", minimum(x, 0), [NaN, 0, -Infinity, -0, 0]],
    ["clip", clip(x, { min: -1, max: 0.5 }), [NaN, 0.5, -1, -0, 0.5]],
    ["isNaN", isNaN(x), [true, false, false, false, false]],
    ["isFinite", isFinite(x), [false, false, false, true, true]],
    ["equal", equal(x, x), [false, true, true, true, true]],
    ["notEqual", notEqual(x, x), [true, false, false, false, false]],
    ["logicalNot", logicalNot(x), [false, false, false, true, false]],
    ["logicalAnd", logicalAnd(x, 1), [true, true, true, false, true]],
    ["logicalOr", logicalOr(x, 0), [true, true, true, false, true]],
    ["where", where(x, 1, 2), [1, 1, 1, 2, 1]],
    ["sign", sign(x), [0, 1, -1, 0, 1]],
    ["abs", abs(x), [NaN, Infinity, Infinity, 0, 1]],
    ["neg", neg(x), [NaN, -Infinity, Infinity, 0, -1]],
    ["remainder", remainder(x, 3), [NaN, NaN, NaN, -0, 1]],
    ["rsqrt", rsqrt(x), [NaN, 0, NaN, -Infinity, 1]],
    ["log", log(x), [NaN, Infinity, NaN, -Infinity, 0]],
  ])("%s", async (_name, y, expected) => {
    expect(await y.array()).toEqual(expected);
  });

  it("rounds halves to even, and floor and ceil past the half", async () => {
    const halves = tensor([-1.5, -0.5, 0.5, 1.5, 2.5]);
    expect([await round(halves).array(), await floor(halves).array(), await ceil(halves).array()]).toEqual([
      [-2, -0, 0, 2, 2],
      [-2, -1, 0, 1, 2],
      [-1, -0, 1, 2, 3],
    ]);
  });

  it("lets max win where limits cross, as PyTorch does", async () => {
    expect(await clip(tensor([-9, 0, 9]), { min: 5, max: 3 }).array()).toEqual([3, 3, 3]);
  });
});

describe("an operation of one's own", () => {
  const guarded = elementwise("guarded", (x) => select(x.greater(0), x.sqrt(), 0));

  it("is differentiated to any order, without poison from the branch not taken", async () => {
    const first = grad((x) => sum(guarded(x)));
    const second = grad((x) => sum(first(x)));
    expect(await first(tensor([-1, 0, 4])).array()).toEqual([0, 0, 0.25]);
    expect(await second(tensor([-1, 0, 4])).array()).toEqual([0, 0, -0.03125]);
  });

  it("knows its name, its formula and its defaults", () => {
    expect([leaky.name, leaky.elementwise.name, leaky.elementwise.inputs]).toEqual(["leaky", "leaky", 1]);
    expect(leaky.elementwise.defaults).toEqual({ slope: 0.5, shift: 0 });
  });

  it("with a formula that ignores its input has the gradient 0", async () => {
    const step = elementwise("step", (x) => select(x.greater(0), 1, 0));
    expect(await grad((x) => sum(step(x)))(tensor([-1, 2])).array()).toEqual([0, 0]);
  });

  it("passes the gradient on where the derivative is 1, through broadcasting and dtypes", async () => {
    const x = tensor([1, 2], { dtype: "float64" });
    const slope = grad((a) => sum(add(a, x)))(tensor(1));
    expect([await slope.item(), slope.dtype]).toEqual([2, "float32"]);
  });

  it("reuses its output where the derivative is written with it", () => {
    const keys = keysOf(() => grad((x) => sum(sqrt(x)))(tensor([4])));
    expect([...keys].filter((key) => key.includes("sqrt"))).toHaveLength(1);
  });
});
