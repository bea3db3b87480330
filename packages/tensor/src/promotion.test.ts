import { constant, input, select, type Expression } from "@piecewise/expressions";
import { describe, expect, it } from "vitest";
import { full, tensor } from "./create.ts";
import { elementwise, type Operand } from "./elementwise.ts";
import { add, clip, div, maximum, mul, neg, pow, remainder, sub, where } from "./ops/arithmetic.ts";
import { equal, greaterEqual, less, logicalAnd } from "./ops/comparison.ts";
import { concat } from "./ops/join.ts";
import { exp } from "./ops/exponential.ts";
import { floor, round } from "./ops/rounding.ts";
import { promotionOf } from "./promotion.ts";
import type { Tensor } from "./tensor.ts";

type DType = "bool" | "int32" | "float32" | "float64";
const dtypes: readonly DType[] = ["bool", "int32", "float32", "float64"];
const of = (dtype: DType): Tensor => full([1], 3, { dtype });

// What PyTorch's result_type gives, with int32 for its int64.
const pairs = dtypes.flatMap((a) => dtypes.map((b) => [a, b, dtypes[Math.max(dtypes.indexOf(a), dtypes.indexOf(b))]] as const)); // prettier-ignore

const withNumbers: readonly (readonly [DType, number, DType])[] = [
  ["bool", 2, "int32"],
  ["int32", 2, "int32"],
  ["float32", 2, "float32"],
  ["float64", 2, "float64"],
  ["bool", 0.5, "float32"],
  ["int32", 0.5, "float32"],
  ["float32", 0.5, "float32"],
  ["float64", 0.5, "float64"],
  ["int32", 3e9, "float32"],
  ["int32", Infinity, "float32"],
  ["int32", NaN, "float32"],
];

const each: readonly (readonly [string, (x: Tensor) => Tensor, Readonly<Record<DType, DType | "refused">>])[] =
  [
    ["x + x", (x) => add(x, x), { bool: "bool", int32: "int32", float32: "float32", float64: "float64" }],
    ["x − x", (x) => sub(x, x), { bool: "refused", int32: "int32", float32: "float32", float64: "float64" }],
    ["−x", (x) => neg(x), { bool: "refused", int32: "int32", float32: "float32", float64: "float64" }],
    ["x / x", (x) => div(x, x), { bool: "float32", int32: "float32", float32: "float32", float64: "float64" }],
    ["x mod 2", (x) => remainder(x, 2), { bool: "int32", int32: "int32", float32: "float32", float64: "float64" }],
    ["x²", (x) => pow(x, 2), { bool: "int32", int32: "int32", float32: "float32", float64: "float64" }],
    ["x to the power −1", (x) => pow(x, -1), { bool: "refused", int32: "refused", float32: "float32", float64: "float64" }],
    ["x to the power ½", (x) => pow(x, 0.5), { bool: "float32", int32: "float32", float32: "float32", float64: "float64" }],
    ["eˣ", (x) => exp(x), { bool: "float32", int32: "float32", float32: "float32", float64: "float64" }],
    ["⌊x⌋", (x) => floor(x), { bool: "bool", int32: "int32", float32: "float32", float64: "float64" }],
    ["x rounded", (x) => round(x), { bool: "bool", int32: "int32", float32: "float32", float64: "float64" }],
    ["x < 2", (x) => less(x, 2), { bool: "bool", int32: "bool", float32: "bool", float64: "bool" }],
    ["x and x", (x) => logicalAnd(x, x), { bool: "bool", int32: "bool", float32: "bool", float64: "bool" }],
    ["x where x", (x) => where(x, x, x), { bool: "bool", int32: "int32", float32: "float32", float64: "float64" }],
    ["1 or 0 by x", (x) => where(x, 1, 0), { bool: "int32", int32: "int32", float32: "int32", float64: "int32" }],
    ["½ or 0 by x", (x) => where(x, 0.5, 0), { bool: "float32", int32: "float32", float32: "float32", float64: "float32" }],
    ["x clipped to whole limits", (x) => clip(x, { max: 2 }), { bool: "bool", int32: "int32", float32: "float32", float64: "float64" }],
    ["x clipped to fractions", (x) => clip(x, { max: 2.5 }), { bool: "float32", int32: "float32", float32: "float32", float64: "float64" }],
  ]; // prettier-ignore

describe("the dtype of a result is PyTorch's", () => {
  it.each(pairs)("%s with %s gives %s", (a, b, expected) => {
    expect([add, mul, maximum].map((f) => f(of(a), of(b)).dtype)).toEqual([expected, expected, expected]);
    expect(concat([of(a), of(b)]).dtype).toBe(expected);
  });

  it.each(withNumbers)("%s with the number %d gives %s", (dtype, number, expected) => {
    const [x, y] = [of(dtype), number as Operand];
    expect([add(x, y), mul(y, x), maximum(x, y)].map((z) => z.dtype)).toEqual([expected, expected, expected]);
  });

  const rows = each.flatMap(([name, f, results]) => dtypes.map((dtype) => ({ name, f, dtype, expected: results[dtype] }))); // prettier-ignore
  it.each(rows)("$name of $dtype: $expected", ({ f, dtype, expected }) => {
    const x = of(dtype);
    if (expected === "refused") expect(() => f(x)).toThrow(expect.objectContaining({ name: "DTypeError" }));
    else expect(f(x).dtype).toBe(expected);
  });

  it("a condition does not count, however wide it is", () => {
    expect(where(of("float64"), of("int32"), of("bool")).dtype).toBe("int32");
    expect(where(of("float64"), of("float32"), 1).dtype).toBe("float32");
  });

  it.each<readonly [string, (x: Expression) => Expression, DType]>([
    ["a fraction in the formula", (x) => x.times(0.5), "float32"],
    ["a fraction in a condition", (x) => select(x.less(0.5), 0, x), "int32"],
    ["a comparison times the input", (x) => x.less(5).times(x), "int32"],
    ["a negative power in the formula", (x) => x.power(-1), "float32"],
    ["a constant formula", () => constant(1), "int32"],
    ["1 or 0", (x) => select(x.less(1), 1, 0), "int32"],
  ])("%s: int32 becomes what the numbers need", (_name, build, expected) => {
    expect(promotionOf("f", build(input(0)))(["int32"], [], "none")).toBe(expected);
  });
});

describe("values survive promotion", () => {
  it.each([
    ["true + 2", () => add(tensor([true, false]), 2), [3, 2]],
    ["5 where true, else 3", () => where(tensor([true, false]), 5, 3), [5, 3]],
    ["int32 clipped to 1.5", () => clip(tensor([1, 2], { dtype: "int32" }), { max: 1.5 }), [1, 1.5]],
    ["int32 and a number beyond int32", () => add(tensor([1], { dtype: "int32" }), 3e9), [3e9]],
    ["int32 cubed, beyond what float32 counts", () => pow(tensor([431], { dtype: "int32" }), 3), [80062991]],
    ["int32 to negative powers", () => pow(tensor([2, 1, -1], { dtype: "int32" }), tensor([-1, -2, -3], { dtype: "int32" })), [0, 1, -1]],
    ["a third of int32", () => div(tensor([1], { dtype: "int32" }), 4), [0.25]],
  ] as const)("%s", async (_name, make, expected) => {
    expect(await make().array()).toEqual(expected);
  }); // prettier-ignore

  it("a number meets float32 as float32", async () => {
    const tenth = tensor([0.1]);
    expect(await equal(tenth, 0.1).array()).toEqual([true]);
    expect(await greaterEqual(tenth, 0.1).array()).toEqual([true]);
    expect(await less(tenth, 0.1).array()).toEqual([false]);
  });

  it("a number meets float64 as float64, and int32 as it is", async () => {
    expect(await equal(tensor([0.1], { dtype: "float64" }), 0.1).array()).toEqual([true]);
    expect(await equal(tensor([16777217], { dtype: "int32" }), 16777217).array()).toEqual([true]);
  });

  it("an option of a user's formula counts as a number", async () => {
    const scaled = elementwise("scaled", (x, { scale }) => x.times(scale), { scale: 2 });
    const x = tensor([3], { dtype: "int32" });
    expect([scaled(x).dtype, scaled(x, { scale: 0.5 }).dtype]).toEqual(["int32", "float32"]);
    expect(await scaled(x, { scale: 0.5 }).array()).toEqual([1.5]);
  });
});
