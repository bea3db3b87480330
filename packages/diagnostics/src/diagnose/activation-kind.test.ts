import * as activations from "@piecewise/activations";
import { linear, type Stage } from "@piecewise/layers";
import * as operations from "@piecewise/tensor";
import type { Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { activationKind, type Family } from "./activation-kind.ts";

const families: Record<Family, (keyof typeof activations)[]> = {
  off: ["relu", "relu6"],
  bounded: ["tanh", "sigmoid", "hardtanh", "hardsigmoid", "softsign"],
  tail: ["gelu", "silu", "elu", "selu", "softplus", "mish", "hardswish"],
  free: ["leakyRelu", "softmax"],
};
const rows = Object.entries(families).flatMap(([family, names]) => names.map((name) => [name, family]));

describe("the kind of an activation", () => {
  it.each(rows)("%s is %s", (name, family) => {
    expect(activationKind(activations[name as "relu"])?.family).toBe(family);
  });

  it("is known by name where there are no facts, and agrees with the facts there are", () => {
    for (const name of ["tanh", "sigmoid"] as const) {
      const [bare, full] = [operations[name], activations[name]].map((f) => activationKind(f as Stage)!);
      expect(bare.family).toBe(full.family);
      expect(Math.abs(bare.above - full.above)).toBeLessThan(0.05);
    }
  });

  it("is none of a layer's, and of no other function's", () => {
    expect(activationKind(linear(2, 2))).toBeUndefined();
    expect(activationKind((x: Tensor) => x)).toBeUndefined();
  });
});
