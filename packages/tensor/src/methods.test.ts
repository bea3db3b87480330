import { describe, expect, it } from "vitest";
import { tensor } from "./create.ts";
import * as operations from "./index.ts";
import type { Tensor } from "./tensor.ts";

const x = tensor([[1, 2], [3, 4]]); // prettier-ignore

describe("a method calls the function of the same name", () => {
  it.each<readonly [keyof Tensor & keyof typeof operations, readonly unknown[]]>([
    ...(["add", "sub", "mul", "div", "pow"] as const).map((name) => [name, [2]] as const),
    ...(["neg", "exp", "log", "sqrt", "square", "transpose"] as const).map((name) => [name, []] as const),
    ...(["sum", "mean", "max", "min"] as const).map((name) => [name, [{ axis: 1, keepDims: true }]] as const),
    ["matmul", [x]],
    ["reshape", [[4]]],
    ["slice", [[{ step: -1 }, 1]]],
    ["cast", ["int32"]],
    ["transpose", [[0, 1]]],
  ])("%s%j", async (name, rest) => {
    const method = (x[name] as (...args: unknown[]) => Tensor).apply(x, [...rest]);
    const called = (operations[name] as (...args: unknown[]) => Tensor)(x, ...rest);
    expect([method.shape, method.dtype]).toEqual([called.shape, called.dtype]);
    expect(await method.array()).toEqual(await called.array());
  });

  it("so that they can be chained", async () => {
    expect(await x.sub(2).square().mean().item()).toBe(1.5);
  });
});
